import { encodeCommand, type RawConnection } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { legacyPayloads, rdb, string, ziplist } from './legacy-payloads.cases.ts';
import { withChecksum } from './old-payload.cases.ts';

type Command = (string | number | Uint8Array)[];

class Client {
  readonly server: TestServer;
  readonly #connection;

  constructor(server = new TestServer({ enableDebugCommand: 'yes' })) {
    this.server = server;
    this.#connection = server.connect();
  }

  async ask(...command: Command): Promise<string> {
    return Buffer.from(await this.#connection.exchange(encodeCommand(command))).toString('latin1');
  }

  async dump(key: string): Promise<Uint8Array> {
    const reply = await this.ask('DUMP', key);
    return Buffer.from(reply.slice(reply.indexOf('\r\n') + 2, -2), 'latin1');
  }
}

/** The strings in the reply. */
function strings(reply: string): string[] {
  return [...reply.matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map(([, text]) => text);
}

const OK = '+OK\r\n';
const BAD = '-ERR Bad data format\r\n';

describe('DUMP', () => {
  test('gives the bytes that Redis gives', async () => {
    const client = new Client();
    expect(await client.ask('DUMP', 'missing')).toBe('$-1\r\n');
    await client.ask('SET', 'k', '10');
    expect(Buffer.from(await client.dump('k'))).toEqual(Buffer.from(rdb('00c00a', 11)));
    await client.ask('SADD', 's', 'a', '1');
    expect(Buffer.from(await client.dump('s'))).toEqual(
      Buffer.from(rdb(`14 ${string('0c000000 0200 816102 0101 ff')}`, 11)),
    );
  });

  test('fields that expire are of version 12, and come back', async () => {
    for (const fields of [1, 600]) {
      const client = new Client();
      await client.ask('HSET', 'h', 'plain', 'x', ...Array.from({ length: fields }, (_, i) => [`f${i}`, i]).flat());
      await client.ask('HPEXPIREAT', 'h', 1_900_000_000_000, 'FIELDS', 1, 'f0');
      const payload = await client.dump('h');
      expect([payload[0], payload.at(-10)]).toEqual([24, 12]);
      expect(await client.ask('RESTORE', 'copy', 0, payload)).toBe(OK);
      expect(await client.ask('HPEXPIRETIME', 'copy', 'FIELDS', 2, 'f0', 'plain')).toBe(
        '*2\r\n:1900000000000\r\n:-1\r\n',
      );
      expect(await client.ask('DEBUG', 'DIGEST-VALUE', 'copy')).toBe(await client.ask('DEBUG', 'DIGEST-VALUE', 'h'));
      await client.ask('HPERSIST', 'h', 'FIELDS', 1, 'f0');
      expect((await client.dump('h'))[0]).toBe(4);
    }
  });
});

describe('RESTORE', () => {
  test.each(legacyPayloads)('reads a $name', async ({ payload, command, values }) => {
    const client = new Client();
    expect(await client.ask('RESTORE', 'k', 0, payload)).toBe(OK);
    expect(strings(await client.ask(...command))).toEqual(values);
  });

  test('reads fields that expire in a listpack', async () => {
    const client = new Client();
    const time = Buffer.alloc(8);
    time.writeBigInt64LE(1_900_000_000_000n);
    const listpack = `17000000 0300 816602 817602 f4${time.toString('hex')}09 ff`;
    expect(await client.ask('RESTORE', 'k', 0, rdb(`19 ${time.toString('hex')} ${string(listpack)}`, 12))).toBe(OK);
    expect(await client.ask('HPEXPIRETIME', 'k', 'FIELDS', 1, 'f')).toBe('*1\r\n:1900000000000\r\n');
  });

  test('reads streams of older versions', async () => {
    const client = new Client();
    await client.ask('XADD', 'k', '1-1', 'a', 'b');
    await client.ask('XADD', 'k', '2-1', 'c', 'd');
    await client.ask('XGROUP', 'CREATE', 'k', 'g', '1-1');
    const entries = await client.ask('XRANGE', 'k', '-', '+');
    const payload = Buffer.from(await client.dump('k'));
    // Behind the entries: count, last ID, first ID, highest deleted ID, entries added, groups; then the group.
    const tail = payload.indexOf(Buffer.from('020201010100000201016702', 'hex').subarray(0, 9));
    const body = payload.subarray(1, tail + 3).toString('hex');
    const group = '01 0167 01 01';
    expect(await client.ask('RESTORE', 'old', 0, rdb(`0f ${body} ${group} 00 00`))).toBe(OK);
    expect(await client.ask('XRANGE', 'old', '-', '+')).toBe(entries);
    expect(await client.ask('XINFO', 'STREAM', 'old')).toContain('entries-added\r\n:2\r\n');
    expect(await client.ask('XINFO', 'GROUPS', 'old')).toContain('entries-read\r\n:1\r\n');
    expect(await client.ask('RESTORE', 'newer', 0, rdb(`13 ${body} 0101 0000 02 ${group} 01 00 00`))).toBe(OK);
    expect(await client.ask('XRANGE', 'newer', '-', '+')).toBe(entries);
  });

  test('refuses values that are damaged', async () => {
    const client = new Client();
    await client.ask('SET', 'k', 'kept');
    for (const body of [
      '',
      '07 00', // no type that is known
      '00', // ends too early
      '00 0161 00', // goes on
      '01 00', // nothing in it
      '01 81ffffffffffffffff 0161', // a count that lies
      '00 c3 01 8100000100000000 00', // a length that lies
      '02 02 0161 0161', // a member twice
      '03 01 0161 fd', // not a number
      '03 01 0161 0178',
      '05 01 0161 000000000000f87f',
      '05 02 0161 0000000000000000 0161 0000000000000000',
      '04 02 0161 00 0161 00',
      `0b ${string('0200000002000000 0500 feff')}`, // not in order
      `0b ${string('0300000001000000 050000')}`,
      `0b ${string('0200000000000000')}`,
      `09 ${string('02 0161 010031 ff')}`,
      `09 ${string('02 0161 010031 0161 010032 ff')}`,
      `0a ${string(ziplist())}`,
      `0a ${string('0f000000 0d000000 0200 00f3 02f6 ff')}`, // not where the last one is
      `0a ${string('0f000000 0c000000 0200 00f3 03f6 ff')}`,
      `0d ${string(ziplist('0161'))}`,
      `0d ${string(ziplist('0161', '00', '0161', '00'))}`,
      `0c ${string(ziplist('0161', '0178'))}`,
      `10 ${string('0a000000 0100 816102 ff')}`,
      `10 ${string('0d000000 0300 816102 816202 ff')}`,
      `14 ${string('0d000000 0200 816102 816102 ff')}`,
      `12 01 03 ${string('0a000000 0100 816102 ff')}`,
      '12 01 01 00',
      '0f 00 05 00 00 00',
      '0f 8000ffffff',
    ]) {
      expect([body, await client.ask('RESTORE', 'k', 0, rdb(body), 'REPLACE')]).toEqual([body, BAD]);
    }
    expect(await client.ask('GET', 'k')).toBe('$4\r\nkept\r\n');
  });

  test('refuses payloads with another checksum or version', async () => {
    const client = new Client();
    const wrong = '-ERR DUMP payload version or checksum are wrong\r\n';
    const payload = rdb('000161');
    for (const damaged of [rdb('01010161').subarray(1), payload.subarray(0, 9), new Uint8Array(0), rdb('000161', 13)]) {
      expect(await client.ask('RESTORE', 'k', 0, damaged)).toBe(wrong);
    }
    const flipped = Uint8Array.from(payload);
    flipped[2] ^= 1;
    expect(await client.ask('RESTORE', 'k', 0, flipped)).toBe(wrong);
    expect(await client.ask('RESTORE', 'k', 0, withChecksum(flipped))).toBe(OK);
    await client.ask('DEBUG', 'SET-SKIP-CHECKSUM-VALIDATION', 1);
    flipped[2] = 0x62;
    expect(await client.ask('RESTORE', 'k', 0, flipped, 'REPLACE')).toBe(OK);
  });

  test('errors come in the order of Redis', async () => {
    const client = new Client();
    const payload = rdb('000161');
    await client.ask('SET', 'k', 'x');
    expect(await client.ask('RESTORE', 'k', 'x', '...', 'NONSENSE')).toBe('-ERR syntax error\r\n');
    expect(await client.ask('RESTORE', 'k', 'x', '...', 'FREQ')).toBe('-ERR syntax error\r\n');
    expect(await client.ask('RESTORE', 'k', 'x', '...', 'FREQ', 1, 'IDLETIME', 1)).toBe('-ERR syntax error\r\n');
    expect(await client.ask('RESTORE', 'k', 'x', '...', 'FREQ', 256)).toContain(
      'Invalid FREQ value, must be >= 0 and <= 255',
    );
    expect(await client.ask('RESTORE', 'k', 'x', '...', 'IDLETIME', -1)).toContain(
      'Invalid IDLETIME value, must be >= 0',
    );
    expect(await client.ask('RESTORE', 'k', 'x', '...')).toBe('-BUSYKEY Target key name already exists.\r\n');
    expect(await client.ask('RESTORE', 'k', 'x', '...', 'REPLACE')).toContain('value is not an integer');
    expect(await client.ask('RESTORE', 'k', -1, '...', 'REPLACE')).toBe('-ERR Invalid TTL value, must be >= 0\r\n');
    expect(await client.ask('RESTORE', 'k', 0, payload, 'replace')).toBe(OK);
    expect(await client.ask('GET', 'k')).toBe('$1\r\na\r\n');
  });

  test('sets when the key expires, and how it was used', async () => {
    const client = new Client();
    const payload = rdb('000161');
    await client.ask('RESTORE', 'k', 5000, payload);
    expect(await client.ask('PTTL', 'k')).toBe(':5000\r\n');
    await client.ask('RESTORE', 'k', client.server.clock.nowMs() + 700, payload, 'REPLACE', 'ABSTTL', 'IDLETIME', 1000);
    expect(await client.ask('PTTL', 'k')).toBe(':700\r\n');
    expect(await client.ask('OBJECT', 'IDLETIME', 'k')).toBe(':1000\r\n');
    await client.ask('RESTORE', 'k', 0, payload, 'REPLACE');
    expect(await client.ask('PTTL', 'k')).toBe(':-1\r\n');
    expect(await client.ask('RESTORE', 'k', 1, payload, 'REPLACE', 'ABSTTL')).toBe(OK);
    expect(await client.ask('EXISTS', 'k')).toBe(':0\r\n');
    await client.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lfu');
    await client.ask('RESTORE', 'k', 0, payload, 'FREQ', 100);
    expect(await client.ask('OBJECT', 'FREQ', 'k')).toBe(':100\r\n');
  });

  test('is propagated with the moment at which the key expires', async () => {
    const client = new Client();
    const { effects } = client.server.core;
    const heard: string[] = [];
    effects.listen({
      propagate: (_database, command) => {
        heard.push(Array.from({ length: command.count }, (_, i) => (i === 3 ? '...' : command.text(i))).join(' '));
      },
    });
    const payload = rdb('000161');
    const now = client.server.clock.nowMs();
    await client.ask('RESTORE', 'k', 0, payload);
    await client.ask('RESTORE', 'k', 500, payload, 'REPLACE');
    await client.ask('RESTORE', 'k', 1, payload, 'REPLACE', 'ABSTTL');
    await client.ask('RESTORE', 'k', 1, payload, 'REPLACE', 'ABSTTL');
    expect(heard).toEqual(['RESTORE k 0 ...', `RESTORE k ${now + 500} ... REPLACE ABSTTL`, 'DEL k']);
  });
});

describeWithOracle('payloads of older versions beside redis-server', (oracle) => {
  test('are what they are there', async () => {
    const theirs: RawConnection = await oracle().connect();
    for (const { name, payload, command, isNew } of legacyPayloads) {
      if (isNew) continue;
      const client = new Client();
      await client.ask('RESTORE', 'k', 0, payload);
      for (const request of [['RESTORE', 'k', 0, payload, 'REPLACE'], command]) {
        theirs.send(encodeCommand(request as Command));
        const expected = Buffer.from(await theirs.nextReply()).toString('latin1');
        const ours = request === command ? await client.ask(...command) : OK;
        expect([name, ours]).toEqual([name, expected]);
      }
    }
    await theirs.close();
  });
});
