import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

/** What an example prints, run as its first lines say. */
async function outputOf(example: string): Promise<string> {
  const paths = ['../scripts/run-ts.mjs', example].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const { stdout, stderr } = await run(process.execPath, paths);
  expect(stderr).toBe('');
  return stdout;
}

test('embed-in-process', async () => {
  expect(await outputOf('embed-in-process.ts')).toMatchInlineSnapshot(`
    "the first server:  hello
    the second server: null
    databases:         [ 'databases', '2' ]
    closed, nothing keeps the process alive
    "
  `);
});

test('codec-alone', async () => {
  expect(await outputOf('codec-alone.ts')).toMatchInlineSnapshot(`
    ""%2\\r\\n$8\\r\\ngreeting\\r\\n$9\\r\\nHello Ada\\r\\n$5\\r\\ntimes\\r\\n:3\\r\\n-ERR unknown command 'WHO'\\r\\n"
    { greeting: 'Hello Ada', times: 3 }
    [ReplyError: ERR unknown command 'WHO']
    "
  `);
});

test('store-alone', async () => {
  const output = await outputOf('store-alone.ts');
  // How well values are packed is for the store's own tests to say.
  expect(output.replace(/\d+ bytes/, 'N bytes')).toMatchInlineSnapshot(`
    "fruit:   apple
    count:   42
    session: ends in a second
    session: undefined (a second later)
    keys:    count fruit
    100002 keys in N bytes each
    "
  `);
});

test('publish-and-subscribe', async () => {
  expect(await outputOf('publish-and-subscribe.ts')).toMatchInlineSnapshot(`
    "too early, heard by 0
    news: hello again
    weather.berlin: rain
    weather.rome: over and out
    "
  `);
});
