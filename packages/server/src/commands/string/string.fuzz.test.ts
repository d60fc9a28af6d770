import { STRING_EMBEDDED, STRING_INTEGER, STRING_RAW } from '@respite/store';
import { encodeCommand, quoteBytes, type RawConnection, type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../../test/in-process.ts';
import { putList } from './other-kind.cases.ts';

type Command = (string | number | Uint8Array)[];

const KEYS = ['a', 'b', 'c', 'd', 'e'];
/** Holds a list at both servers. */
const LIST = 'list';
const encodingNames = { [STRING_RAW]: 'raw', [STRING_INTEGER]: 'int', [STRING_EMBEDDED]: 'embstr' };

function randomKey(random: SeededRandom): string {
  return random.chance(0.03) ? LIST : random.pick(KEYS);
}

function randomInteger(random: SeededRandom): string {
  switch (random.nextInt(6)) {
    case 0:
      return random.pick([
        '9223372036854775807',
        '-9223372036854775808',
        '9223372036854775806',
        '-9223372036854775807',
      ]);
    case 1:
      return random.pick(['9007199254740991', '9007199254740992', '-9007199254740993', '9223372036854775808']);
    case 2:
      return random.pick(['', '+1', '01', '-0', ' 1', '1.5', 'x', '-', '99999999999999999999', '1e3']);
    case 3:
      return String(random.nextInt(2 ** 32));
    default:
      return String(random.nextInt(20) - 8);
  }
}

function randomValue(random: SeededRandom): string | Uint8Array {
  switch (random.nextInt(8)) {
    case 0:
      return random.bytes(random.nextInt(50));
    case 1:
      return 'v'.repeat(random.pick([0, 1, 43, 44, 45, 250, 256, 300]));
    case 2:
      return random.pick(['1.5', '3.0e3', '-0.1', 'inf', '10.50', '0x10', '1e-3', '0.000003814697265625']);
    case 3:
      return String.fromCharCode(...Array.from({ length: random.nextInt(30) }, () => 97 + random.nextInt(3)));
    default:
      return randomInteger(random);
  }
}

/** Times that are far from now, or no times. */
function randomTime(random: SeededRandom, option: string): string {
  if (random.chance(0.15)) return random.pick(['0', '-1', 'x', '', '9223372036854775807', '9223372036854776', '1.5']);
  const seconds = 5_000_000_000 + random.nextInt(1000);
  if (option.endsWith('AT') && random.chance(0.3)) return String(1 + random.nextInt(1000));
  return option.startsWith('P') ? `${seconds}${random.nextInt(900) + 100}` : String(seconds);
}

function randomExpiry(random: SeededRandom): Command {
  const option = random.pick(['EX', 'PX', 'EXAT', 'PXAT']);
  const word = random.chance(0.5) ? option : option.toLowerCase();
  return random.chance(0.05) ? [word] : [word, randomTime(random, option)];
}

function randomSet(random: SeededRandom): Command {
  const command: Command = ['SET', randomKey(random), randomValue(random)];
  while (random.chance(0.45)) {
    switch (random.nextInt(6)) {
      case 0:
        command.push(random.pick(['NX', 'nx', 'XX', 'xX']));
        break;
      case 1:
        command.push(random.pick(['GET', 'get', 'Get']));
        break;
      case 2:
        command.push(random.pick(['KEEPTTL', 'keepttl', 'KEEPTTL', 'PERSIST', 'nonsense', 'E', '']));
        break;
      default:
        command.push(...randomExpiry(random));
    }
  }
  return command;
}

function pairs(random: SeededRandom): Command {
  const values: Command = [];
  for (let i = 1 + random.nextInt(3); i > 0; i--) values.push(random.pick(KEYS), randomValue(random));
  if (random.chance(0.1)) values.push('odd');
  return values;
}

function randomCommand(random: SeededRandom): Command {
  const key = randomKey(random);
  const index = () => String(random.nextInt(60) - 30);
  switch (random.nextInt(24)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return randomSet(random);
    case 4:
      return ['GET', key];
    case 5:
      return [
        'GETEX',
        key,
        ...(random.chance(0.6) ? randomExpiry(random) : [random.pick(['PERSIST', 'KEEPTTL', 'NX'])]),
      ];
    case 6:
      return random.chance(0.5) ? ['GETEX', key] : ['GETDEL', key];
    case 7:
      return ['GETSET', key, randomValue(random)];
    case 8:
      return ['APPEND', key, randomValue(random)];
    case 9:
      return ['STRLEN', key];
    case 10:
      return [random.pick(['INCR', 'DECR']), key];
    case 11:
    case 12:
      return [random.pick(['INCRBY', 'DECRBY']), key, randomInteger(random)];
    case 13:
    case 14:
      return ['INCRBYFLOAT', key, random.chance(0.5) ? randomValue(random) : (random.nextInt(2000) - 1000) / 8];
    case 15:
      return ['MGET', ...Array.from({ length: 1 + random.nextInt(4) }, () => randomKey(random))];
    case 16:
      return ['MSET', ...pairs(random)];
    case 17:
      return ['MSETNX', ...pairs(random)];
    case 18:
      return random.chance(0.5)
        ? ['SETEX', key, randomTime(random, 'EX'), randomValue(random)]
        : ['PSETEX', key, randomTime(random, 'PX'), randomValue(random)];
    case 19:
      return ['SETNX', key, randomValue(random)];
    case 20:
      return ['SETRANGE', key, random.chance(0.9) ? random.nextInt(80) : randomInteger(random), randomValue(random)];
    case 21:
      return [random.pick(['GETRANGE', 'SUBSTR']), key, random.chance(0.9) ? index() : randomInteger(random), index()];
    case 22:
      return ['LCS', key, randomKey(random), ...randomLcsOptions(random)];
    default:
      return [
        random.pick(['GET', 'SETRANGE', 'GETEX', 'LCS', 'MGET', 'INCRBY', 'STRLEN']),
        ...(random.chance(0.5) ? [key] : []),
      ];
  }
}

function randomLcsOptions(random: SeededRandom): Command {
  const options: Command = [];
  while (random.chance(0.5)) {
    options.push(
      ...random.pick<Command>([
        ['IDX'],
        ['LEN'],
        ['WITHMATCHLEN'],
        ['MINMATCHLEN', random.nextInt(4)],
        ['minmatchlen'],
      ]),
    );
  }
  return options;
}

/** Both servers, given the same commands. */
class Pair {
  readonly server: TestServer;
  readonly ours: TestConnection;
  readonly theirs: RawConnection;

  constructor(server: TestServer, theirs: RawConnection) {
    this.server = server;
    this.ours = server.connect();
    this.theirs = theirs;
  }

  async says(command: Command, history: readonly Command[]): Promise<void> {
    const request = encodeCommand(command);
    const [ours, theirs] = [await this.ours.exchange(request), await this.theirs.exchange(request)];
    if (Buffer.compare(ours, theirs) === 0) return;
    const told = history.map((past) => `  ${show(past)}`).join('\n');
    throw new Error(`after\n${told}\nours:   ${quoteBytes(ours)}\ntheirs: ${quoteBytes(theirs)}`);
  }

  /** Encoding and expiry of a key, as far as two clocks can agree. */
  async hasSameFacts(key: string): Promise<void> {
    const encoding = this.#text(await this.theirs.exchange(encodeCommand(['OBJECT', 'ENCODING', key])));
    const expiry = Number(this.#text(await this.theirs.exchange(encodeCommand(['PEXPIRETIME', key]))));
    const bytes = new TextEncoder().encode(key);
    const database = this.server.core.store.databases[0];
    const entry = database.find(bytes, 0, bytes.length);
    if (expiry === -2) {
      expect(entry, `${key} should not be there`).toBe(0);
      return;
    }
    expect(entry, `${key} should be there`).not.toBe(0);
    const ourEncoding = encodingNames[database.entries.encoding(entry) as keyof typeof encodingNames];
    expect(ourEncoding, `encoding of ${key}`).toBe(encoding);
    const ourExpiry = database.entries.hasExpiry(entry) ? database.entries.expiryOf(entry) : -1;
    // What was counted from now differs by the time that passed between both.
    expect(Math.abs(ourExpiry - expiry), `expiry of ${key}: ${ourExpiry}, ${expiry}`).toBeLessThan(60_000);
  }

  #text(reply: Uint8Array): string {
    const lines = new TextDecoder().decode(reply).split('\r\n');
    return lines[0].startsWith('$') ? lines[1] : lines[0].slice(1);
  }
}

function show(command: Command): string {
  return command.map((arg) => (arg instanceof Uint8Array ? quoteBytes(arg) : JSON.stringify(arg))).join(' ');
}

describeWithOracle('string commands beside redis-server', (oracle) => {
  for (const protocol of [2, 3]) {
    test(`random commands have the same replies and effects, RESP${protocol}`, async () => {
      const random = seededRandom(`string commands, RESP${protocol}`);
      const server = new TestServer();
      server.clock.set(Date.now());
      const pair = new Pair(server, await oracle().connect());
      await pair.theirs.exchange(encodeCommand(['FLUSHALL']));
      await pair.theirs.exchange(encodeCommand(['RPUSH', LIST, 'x']));
      await pair.theirs.exchange(encodeCommand(['HELLO', protocol]));
      pair.ours.client.reply.protocol = protocol as 2 | 3;
      const history: Command[] = [];
      for (let round = 0; round < 6000; round++) {
        // It may have been overwritten.
        if (round % 50 === 0) {
          await pair.theirs.exchange(encodeCommand(['DEL', LIST]));
          await pair.theirs.exchange(encodeCommand(['RPUSH', LIST, 'x']));
          putList(server, LIST);
        }
        const command = randomCommand(random);
        history.push(command);
        if (history.length > 12) history.shift();
        await pair.says(command, history);
        if (round % 10 === 0) for (const key of KEYS) await pair.hasSameFacts(key);
      }
      await pair.theirs.close();
    });
  }
});
