import { expect, test } from 'vitest';
import { raw, Transcript } from './transcript.ts';

const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

/** A connection that has its replies ready and remembers what was asked. */
function scripted(...replies: string[]) {
  const asked: string[] = [];
  const connection = {
    exchange: async (request: Uint8Array) => {
      asked.push(text(request));
      return new TextEncoder().encode(replies.shift() ?? '');
    },
  };
  return { asked, t: new Transcript(connection) };
}

test('sends commands as arrays of bulk strings, and other bytes as they are', async () => {
  const { asked, t } = scripted('+OK\r\n', '+PONG\r\n');
  await t.says('SET', 'é', 12, new Uint8Array([0, 255])).ok();
  await t.sends('PING\r\n').simple('PONG');
  expect(asked).toEqual(['*4\r\n$3\r\nSET\r\n$2\r\nÃ©\r\n$2\r\n12\r\n$2\r\n\0ÿ\r\n', 'PING\r\n']);
});

test('every verb accepts its reply in RESP2', async () => {
  const verbs: [string, (t: Transcript) => Promise<void>][] = [
    ['+OK\r\n', (t) => t.says('X').ok()],
    [':-3\r\n', (t) => t.says('X').int(-3)],
    [':9223372036854775807\r\n', (t) => t.says('X').int(9223372036854775807n)],
    ['$1\r\nx\r\n', (t) => t.says('X').bulk('x')],
    ['$-1\r\n', (t) => t.says('X').nil()],
    ['*-1\r\n', (t) => t.says('X').nilArray()],
    ['-ERR no\r\n', (t) => t.says('X').error('ERR no')],
    ['-ERR no\r\n', (t) => t.says('X').error(/^ERR/)],
    ['*4\r\n$1\r\na\r\n:1\r\n$-1\r\n*1\r\n+OK\r\n', (t) => t.says('X').array(['a', 1, null, [raw('+OK\r\n')]])],
    ['*2\r\n$1\r\na\r\n:1\r\n', (t) => t.says('X').map([['a', 1]])],
    ['*1\r\n:1\r\n', (t) => t.says('X').set([1])],
    ['*1\r\n:1\r\n', (t) => t.says('X').push([1])],
    ['$3\r\n1.5\r\n', (t) => t.says('X').double('1.5')],
    [':1\r\n', (t) => t.says('X').bool(true)],
    ['anything', (t) => t.says('X').raw('anything')],
  ];
  for (const [reply, verb] of verbs) {
    await verb(scripted(reply).t);
    // One byte more is one byte too many, for every verb.
    await expect(verb(scripted(`${reply}!`).t)).rejects.toThrow(/^> X\n/);
  }
});

test('after HELLO 3 the verbs expect RESP3, after HELLO 2 RESP2 again', async () => {
  const { t } = scripted(
    '%1\r\n$5\r\nproto\r\n:3\r\n',
    '_\r\n',
    '_\r\n',
    '~1\r\n:1\r\n',
    '>1\r\n:1\r\n',
    ',1.5\r\n',
    '#f\r\n',
    '*1\r\n_\r\n',
    '*2\r\n$5\r\nproto\r\n:2\r\n',
    '$-1\r\n',
  );
  await t.says('HELLO', '3').map([['proto', 3]]);
  await t.says('X').nil();
  await t.says('X').nilArray();
  await t.says('X').set([1]);
  await t.says('X').push([1]);
  await t.says('X').double('1.5');
  await t.says('X').bool(false);
  await t.says('X').array([null]);
  await t.says('hello', 2).map([['proto', 2]]);
  await t.says('X').nil();
});

test('a refused HELLO changes nothing', async () => {
  const { t } = scripted('-NOAUTH no\r\n', '$-1\r\n');
  await t.says('HELLO', '3').error('NOAUTH no');
  await t.says('X').nil();
});

test('a mismatch shows the command, both replies and where they part', async () => {
  const { t } = scripted('$1\r\ny\r\n');
  const failure = await t.says('GET', 'a').bulk('x').catch(String);
  expect(failure).toContain('> GET a\n');
  expect(failure).toContain('expected: "$1\\r\\nx\\r\\n"');
  expect(failure).toContain('received: "$1\\r\\ny\\r\\n"');
  expect(failure).toContain('byte 4');
});

test('an error is asked for whole: a text that merely begins so is not it', async () => {
  await expect(scripted('-ERR no such key\r\n').t.says('X').error('ERR no')).rejects.toThrow();
  await expect(scripted('+ERR\r\n').t.says('X').error(/ERR/)).rejects.toThrow(/expected: an error like/);
});
