import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { READY } from './chunked-input.ts';
import { type CommandArgument, CommandEncoder } from './command-encoder.ts';
import { type Reply, ReplyError } from './reply.ts';
import { ReplyDecoder } from './reply-decoder.ts';

/** Commands, and what their replies are as values. */
const session: [CommandArgument[], Reply][] = [
  [['SET', 'key', '\u20ac'], 'OK'],
  [['GET', 'key'], '\u20ac'],
  [['GET', 'none'], null],
  [['INCRBY', 'n', 2n ** 63n - 1n], 9223372036854775807n],
  [['DECRBY', 'n', 1], 9223372036854775806n],
  [['RPUSH', 'list', 'a', 1, Uint8Array.of(0)], 3],
  [
    ['LRANGE', 'list', 0, -1],
    ['a', '1', '\0'],
  ],
  [['SADD', 'set', 'one'], 1],
  [['SMEMBERS', 'set'], new Set(['one'])],
  [['HSET', 'hash', 'field', 'value'], 1],
  [['HGETALL', 'hash'], new Map([['field', 'value']])],
  [['ZADD', 'sorted', 1.5, 'm'], 1],
  [['ZSCORE', 'sorted', 'm'], 1.5],
  [['ZADD', 'sorted', 'inf', 'top'], 1],
  [['ZSCORE', 'sorted', 'top'], Number.POSITIVE_INFINITY],
  [['LPUSH', 'key', 1], new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value')],
  [
    ['EVAL', 'return {1, {ok="fine"}, false, redis.error_reply("ERR no")}', 0],
    [1, 'fine', null, new ReplyError('ERR no')],
  ],
  [['DEBUG', 'PROTOCOL', 'bignum'], 1234567999999999999999999999999999999n],
  [['DEBUG', 'PROTOCOL', 'true'], true],
  [['DEBUG', 'PROTOCOL', 'verbatim'], 'This is a verbatim\nstring'],
  [
    ['DEBUG', 'PROTOCOL', 'map'],
    new Map<Reply, Reply>([
      [0, false],
      [1, true],
      [2, false],
    ]),
  ],
  [['SET', 'large', 'x'.repeat(3_000_000)], 'OK'],
  [['GET', 'large'], 'x'.repeat(3_000_000)],
  [['QUIT'], 'OK'],
];

describeWithOracle(
  'a session with redis-server in RESP3',
  (oracle) => {
    test('every reply is the value it should be', async () => {
      const encoder = new CommandEncoder();
      encoder.command(['HELLO', 3]);
      for (const [command] of session) encoder.command(command);
      const connection = await oracle().connect();
      connection.send(encoder.takeBytes());
      const received = await connection.untilClosed();

      const decoder = new ReplyDecoder();
      const values: Reply[] = [];
      for (let at = 0; at < received.length; at += 50_000) {
        decoder.feed(received, at, Math.min(at + 50_000, received.length));
        while (decoder.next() === READY) values.push(decoder.value);
      }
      expect(decoder.error).toBe('');
      const hello = values.shift() as Map<string, Reply>;
      expect([hello.get('server'), hello.get('proto')]).toEqual(['redis', 3]);
      expect(values).toHaveLength(session.length);
      session.forEach(([command, value], i) => {
        expect([command.slice(0, 2), values[i]]).toEqual([command.slice(0, 2), value]);
      });
    });

    test('attributes and push messages', async () => {
      const encoder = new CommandEncoder();
      for (const command of [['HELLO', 3], ['DEBUG', 'PROTOCOL', 'attrib'], ['DEBUG', 'PROTOCOL', 'push'], ['QUIT']]) {
        encoder.command(command);
      }
      const connection = await oracle().connect();
      connection.send(encoder.takeBytes());
      const decoder = new ReplyDecoder();
      decoder.feed(await connection.untilClosed());
      decoder.next();
      const found: unknown[] = [];
      while (decoder.next() === READY) found.push([decoder.value, decoder.pushed, decoder.attributes]);
      expect(found).toEqual([
        ['Some real reply following the attribute', false, ['key-popularity', ['key:123', 90]]],
        [['server-cpu-usage', 42], true, null],
        ['Some real reply following the push reply', false, null],
        ['OK', false, null],
      ]);
    });
  },
  ['--enable-debug-command', 'yes'],
);
