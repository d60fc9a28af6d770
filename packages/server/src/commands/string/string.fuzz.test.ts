import { STRING_EMBEDDED, STRING_INTEGER, STRING_RAW } from '@respite/store';
import { encodeCommand, quoteBytes, type RawConnection, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../../test/in-process.ts';
import { putList } from './other-kind.cases.ts';
import { type Command, KEYS, LIST, randomCommand } from './random-commands.cases.ts';

const encodingNames = { [STRING_RAW]: 'raw', [STRING_INTEGER]: 'int', [STRING_EMBEDDED]: 'embstr' };

/** Thousands of round trips, on a machine that may have other things to do. */
const MINUTE_MS = 60_000;

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
    test(
      `random commands have the same replies and effects, RESP${protocol}`,
      async () => {
        const random = seededRandom(`string commands, RESP${protocol}`);
        const server = new TestServer();
        server.clock.set(Date.now());
        const pair = new Pair(server, await oracle().connect());
        await pair.theirs.exchange(encodeCommand(['FLUSHALL']));
        await pair.theirs.exchange(encodeCommand(['RPUSH', LIST, 'x']));
        await pair.theirs.exchange(encodeCommand(['HELLO', protocol]));
        pair.ours.client.reply.protocol = protocol as 2 | 3;
        const history: Command[] = [];
        for (let round = 0; round < 2500; round++) {
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
          if (round % 20 === 0) for (const key of KEYS) await pair.hasSameFacts(key);
        }
        await pair.theirs.close();
      },
      MINUTE_MS,
    );
  }
});
