import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { byteText } from './byte-text.ts';
import { StdinLines } from './stdin-lines.ts';

async function linesOf(...chunks: string[]): Promise<string[]> {
  const stream = new PassThrough();
  const lines = new StdinLines(stream);
  for (const chunk of chunks) stream.write(chunk, 'latin1');
  stream.end();
  const found: string[] = [];
  for (let line = await lines.next(); line !== null; line = await lines.next()) found.push(byteText(line));
  return found;
}

test.each<[string[], string[]]>([
  [[], []],
  [['a\nb\n'], ['a', 'b']],
  [['a\n\nb'], ['a', '', 'b']],
  [
    ['a', 'b\nc', '\xff', 'd\n', '\n'],
    ['ab', 'c\xffd', ''],
  ],
])('%j', async (chunks, lines) => {
  expect(await linesOf(...chunks)).toEqual(lines);
});

test('calls back when there is something to read, or nothing will come', async () => {
  const stream = new PassThrough();
  const lines = new StdinLines(stream);
  expect(lines.isReady).toBe(false);
  const ready = new Promise<void>((resolve) => lines.whenReady(resolve));
  stream.write('half');
  stream.write(' a line\n');
  await ready;
  expect(byteText((await lines.next()) ?? new Uint8Array())).toBe('half a line');
  const ended = new Promise<void>((resolve) => lines.whenReady(resolve));
  stream.end();
  await ended;
  expect(await lines.next()).toBeNull();
});
