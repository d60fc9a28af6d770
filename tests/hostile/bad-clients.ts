import { connect as connectTls } from 'node:tls';
import { encodeCommand, type SeededRandom } from '@respite/testing';
import { Peer } from './peer.ts';

export interface Target {
  readonly port: number;
  readonly tlsPort: number;
  readonly random: SeededRandom;
  /** How many idle clients the limits of the machine allow, at most 10,000. */
  readonly idleClients: number;
}

/** One way to behave badly. It ends with all of its connections closed, and throws if one was treated wrongly. */
export interface BadClient {
  readonly what: string;
  readonly act: (target: Target) => Promise<void>;
}

const CRLF_TOO_LONG = 64 * 1024;
const MEGABYTE = 1024 * 1024;

export const badClients: readonly BadClient[] = [
  {
    what: 'random bytes',
    act: async ({ port, random }) => {
      await times(300, 20, async () => {
        const peer = await Peer.open(port);
        for (let i = 0; i < 3; i++) await peer.sent(random.bytes(1 + random.nextInt(64 * 1024)));
        peer.finish();
        await peer.untilClosed();
      });
    },
  },
  {
    what: 'truncated frames',
    act: async ({ port, random }) => {
      const frame = Buffer.from(encodeCommand(['SET', 'key', 'x'.repeat(100)]));
      await times(frame.length, 20, async (i) => {
        const peer = await Peer.open(port);
        await peer.sent(frame.subarray(0, i));
        if (random.chance(0.5)) peer.finish();
        else await peer.reset();
        await peer.untilClosed();
        if (peer.received !== '') throw new Error(`an answer to half a command: ${peer.received}`);
      });
    },
  },
  {
    what: 'lengths that lie',
    act: async ({ port }) => {
      for (const [sent, answer] of LYING) {
        const peer = await Peer.open(port);
        await peer.sent(sent);
        await peer.untilClosed();
        if (peer.received !== answer) throw new Error(`${JSON.stringify(sent)} was answered ${peer.received}`);
      }
    },
  },
  {
    what: 'huge lengths, of which little comes',
    act: async ({ port, random }) => {
      await times(200, 200, async (i) => {
        const peer = await Peer.open(port);
        await peer.sent(i % 2 === 0 ? '*2147483647\r\n$3\r\nSET\r\n' : '*3\r\n$3\r\nSET\r\n$1\r\na\r\n$536870912\r\n');
        await peer.sent(i % 2 === 0 ? '$1\r\nx\r\n'.repeat(1000) : random.bytes(1000));
        if (peer.isClosed) throw new Error(`it was cut off for what it had not sent yet: ${peer.received}`);
        await peer.reset();
      });
    },
  },
  {
    what: 'a bulk string of 512 MB, of which the end does not come',
    act: async ({ port }) => {
      const peer = await Peer.open(port);
      const piece = Buffer.alloc(MEGABYTE, 'x');
      await peer.sent('*3\r\n$3\r\nSET\r\n$1\r\na\r\n$536870912\r\n');
      for (let i = 0; i < 200; i++) await peer.sent(piece);
      await peer.close();
    },
  },
  {
    what: 'half-open connections',
    act: async ({ port }) => {
      await times(500, 100, async (i) => {
        const peer = await Peer.open(port, { allowHalfOpen: true });
        if (i % 2 === 0) await peer.sent('PING\r\n');
        peer.finish();
        // Our side has ended; the server's must follow, though we would still read.
        await peer.until(() => peer.socket.readableEnded || peer.isClosed, 'the end of the other side');
        await peer.close();
      });
    },
  },
  {
    what: 'no newline, without end',
    act: async ({ port }) => {
      for (const [begin, error] of ENDLESS) {
        const peer = await Peer.open(port);
        await peer.sent(begin);
        const piece = '1'.repeat(4096);
        for (let i = 0; i < 64 && !peer.isClosed; i++) await peer.sent(piece);
        await peer.untilClosed();
        // Where the end comes while we still send, the system may throw the answer away.
        if (peer.received !== '' && peer.received !== error) throw new Error(`${begin}...: ${peer.received}`);
      }
    },
  },
  {
    what: 'inline junk',
    act: async ({ port, random }) => {
      for (const line of ['"', "'", '"\\x', 'set "a', `"${'\\"'.repeat(1000)}`, "get 'a\\'"]) {
        const peer = await Peer.open(port);
        await peer.sent(`${line}\r\n`);
        await peer.untilClosed();
        if (!peer.received.startsWith('-ERR Protocol error: unbalanced quotes')) throw new Error(peer.received);
      }
      await times(200, 20, async () => {
        const peer = await Peer.open(port);
        let junk = '';
        for (let i = 0; i < 50; i++) junk += `${Buffer.from(random.bytes(random.nextInt(80))).toString('latin1')}\r\n`;
        await peer.sent(Buffer.from(junk, 'latin1'));
        peer.finish();
        await peer.untilClosed();
      });
    },
  },
  {
    what: 'idle clients, thousands of them',
    act: async ({ port, idleClients }) => {
      const peers: Peer[] = [];
      await times(idleClients, 500, async () => {
        peers.push(await Peer.open(port));
      });
      const last = peers[peers.length - 1];
      last.send('PING\r\n');
      await last.until(() => last.received === '+PONG\r\n', 'a reply');
      await Promise.all(peers.map((peer) => peer.close()));
    },
  },
  {
    what: 'commands with 1,000,000 arguments',
    act: async ({ port }) => {
      const keys = Array.from({ length: 1_000_000 }, (_, i) => `k${i}`);
      const million = bulks(keys);
      for (const [name, answer] of MILLION) {
        const peer = await Peer.open(port);
        peer.send(`*${name.length + keys.length}\r\n${bulks(name)}${million}`);
        await peer.until(() => peer.received.includes('\r\n'), `a reply to ${name}`, 60_000);
        if (!peer.received.startsWith(answer)) throw new Error(`${name}: ${peer.received.slice(0, 100)}`);
        await peer.close();
      }
      const peer = await Peer.open(port);
      await peer.sent(encodeCommand(['DEL', 'large']));
      await peer.close();
    },
  },
  {
    what: 'a transaction of 100,000 commands that is never run',
    act: async ({ port }) => {
      const peer = await Peer.open(port);
      await peer.sent(`MULTI\r\n${'SET never run\r\n'.repeat(100_000)}`);
      const wanted = '+OK\r\n'.length + 100_000 * '+QUEUED\r\n'.length;
      await peer.until(() => peer.receivedBytes === wanted, 'a reply to each');
      await peer.close();
    },
  },
  {
    what: 'waiting for 100,000 keys, watching 100,000, listening to 100,000 channels, and gone',
    act: async ({ port }) => {
      const names = Array.from({ length: 100_000 }, (_, i) => `name:${i}`);
      const blocked = await Peer.open(port);
      await blocked.sent(encodeCommand(['BLPOP', ...names, '0']));
      const watching = await Peer.open(port);
      watching.send(encodeCommand(['WATCH', ...names]));
      await watching.until(() => watching.received === '+OK\r\n', 'a reply');
      const listening = await Peer.open(port);
      listening.send(encodeCommand(['SUBSCRIBE', ...names]));
      await listening.until(() => listening.receivedBytes > 100_000 * 40, 'a reply to each');
      await Promise.all([blocked.close(), watching.close(), listening.reset()]);
    },
  },
  {
    what: 'large replies that nobody reads',
    act: async ({ port }) => {
      const setter = await Peer.open(port);
      setter.send(encodeCommand(['SET', 'megabyte', 'x'.repeat(MEGABYTE)]));
      await setter.until(() => setter.received !== '', 'a reply');
      const peers = await Promise.all(Array.from({ length: 20 }, () => Peer.open(port, { reads: false })));
      for (const peer of peers) await peer.sent('GET megabyte\r\n'.repeat(500));
      // They stay for as long as it takes the server to find out that none of them takes anything.
      // tidy-allow(sleep): nothing happens meanwhile, that is the point
      await new Promise((resolve) => setTimeout(resolve, 500));
      // One of them reads after all, and gets everything.
      const [late] = peers;
      late.read();
      const wanted = 500 * (`$${MEGABYTE}\r\n`.length + MEGABYTE + 2);
      await late.until(() => late.receivedBytes === wanted, 'a reply to each', 60_000);
      await Promise.all(peers.map((peer, i) => (i % 2 === 0 ? peer.reset() : peer.close())));
      await setter.sent('DEL megabyte\r\n');
      await setter.close();
    },
  },
  {
    what: 'listeners that never read, while others publish',
    act: async ({ port }) => {
      const listeners = await Promise.all(Array.from({ length: 10 }, () => Peer.open(port, { reads: false })));
      for (const listener of listeners) await listener.sent('SUBSCRIBE flood\r\n');
      const publisher = await Peer.open(port);
      const message = encodeCommand(['PUBLISH', 'flood', 'x'.repeat(MEGABYTE)]);
      for (let i = 0; i < 60; i++) {
        const before = publisher.receivedBytes;
        publisher.send(message);
        await publisher.until(() => publisher.receivedBytes > before, 'a reply');
      }
      // The limit for listeners is 32 MB: they have been cut off. Who does not read sees that only when it writes.
      for (const listener of listeners) {
        listener.read();
        await listener.untilClosed();
      }
      await publisher.close();
    },
  },
  {
    what: 'a storm of connections that come and go',
    act: async ({ port, random }) => {
      await times(10_000, 50, async (i) => {
        const peer = await Peer.open(port);
        if (i % 3 === 0) {
          peer.send('PING\r\n');
          await peer.until(() => peer.received === '+PONG\r\n', 'a reply');
        } else if (i % 3 === 1) peer.send('PING\r\nGET');
        if (random.chance(0.3)) await peer.reset();
        else await peer.close();
      });
    },
  },
  {
    what: 'HTTP',
    act: async ({ port }) => {
      for (const request of HTTP) {
        const peer = await Peer.open(port);
        await peer.sent(request);
        await peer.untilClosed();
        if (peer.received.includes('+OK')) throw new Error(`a browser could write: ${peer.received}`);
      }
    },
  },
  {
    what: 'TLS on the plain port',
    act: async ({ port }) => {
      await times(100, 20, async () => {
        const peer = await Peer.open(port, { reads: false });
        const tls = connectTls({ socket: peer.socket, rejectUnauthorized: false });
        let spoken = false;
        tls.on('error', () => {});
        tls.on('secureConnect', () => {
          spoken = true;
        });
        // A greeting without a line end in it is nothing to answer yet: the server waits for the rest, as Redis does.
        const other = await Peer.open(port);
        other.send('PING\r\n');
        await other.until(() => other.received === '+PONG\r\n', 'a reply');
        await Promise.all([other.close(), peer.close()]);
        if (spoken) throw new Error('the plain port spoke TLS');
      });
    },
  },
  {
    what: 'no TLS on the port for TLS',
    act: async ({ tlsPort, random }) => {
      await times(200, 20, async (i) => {
        const peer = await Peer.open(tlsPort);
        await peer.sent(i % 2 === 0 ? 'PING\r\n' : random.bytes(1000));
        // Random bytes can look like the beginning of a long greeting.
        if (i % 2 === 1) peer.finish();
        await peer.untilClosed();
        if (peer.received.includes('PONG')) throw new Error('the port for TLS answered without it');
      });
    },
  },
  {
    what: 'TLS handshakes that stop half-way, and records that are cut',
    act: async ({ tlsPort, random }) => {
      const hello = Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]), random.bytes(508)]);
      await times(200, 100, async (i) => {
        const peer = await Peer.open(tlsPort);
        await peer.sent(hello.subarray(0, 1 + random.nextInt(hello.length)));
        if (i % 2 === 0) await peer.reset();
        else peer.finish();
        await peer.untilClosed();
      });
      await times(200, 20, async () => {
        const peer = await Peer.open(tlsPort);
        const tls = connectTls({ socket: peer.socket, rejectUnauthorized: false });
        tls.on('error', () => {});
        await new Promise<void>((resolve) => tls.once('secureConnect', () => resolve()));
        tls.write('PING\r\n');
        await new Promise((resolve) => tls.once('data', resolve));
        peer.socket.write(random.bytes(100));
        await peer.untilClosed();
      });
    },
  },
];

/** What is sent, and the answer before the end. */
const LYING: readonly [sent: string, answer: string][] = [
  ['*2147483648\r\n', '-ERR Protocol error: invalid multibulk length\r\n'],
  ['*99999999999999999999\r\n', '-ERR Protocol error: invalid multibulk length\r\n'],
  ['*1a\r\n', '-ERR Protocol error: invalid multibulk length\r\n'],
  ['*-5\r\n*1\r\n$-1\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
  ['*2\r\n$3\r\nGET\r\n$536870913\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
  ['*2\r\n$3\r\nGET\r\n$-9223372036854775808\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
  ['*2\r\n$3\r\nGET\r\n$0x10\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
  ['*2\r\n$3\r\nGET\r\n:3\r\n', "-ERR Protocol error: expected '$', got ':'\r\n"],
  // What stands where the line end should be is skipped unseen, as in Redis.
  [
    '*1\r\n$4\r\nPINGPING\r\n*1\r\n$-2\r\n',
    "+PONG\r\n-ERR unknown command 'NG', with args beginning with: \r\n-ERR Protocol error: invalid bulk length\r\n",
  ],
];

/** How a line begins that goes on with ones, and the answer when it is too long. */
const ENDLESS: readonly [begin: string, answer: string][] = [
  ['', '-ERR Protocol error: too big inline request\r\n'],
  ['*', '-ERR Protocol error: too big mbulk count string\r\n'],
  ['*2\r\n$', '-ERR Protocol error: too big bulk count string\r\n'],
  ['a\0', '-ERR Protocol error: too big inline request\r\n'],
];

/** Commands that 1,000,000 arguments follow, and how the answer begins. */
const MILLION: readonly [command: string[], answer: string][] = [
  [['PING'], "-ERR wrong number of arguments for 'ping' command\r\n"],
  [['NOSUCHCOMMAND'], "-ERR unknown command 'NOSUCHCOMMAND', with args beginning with: 'k0' "],
  [['MSET'], '+OK\r\n'],
  [['DEL'], ':'],
  [['SADD', 'large'], ':1000000\r\n'],
  [['EXISTS'], ':0\r\n'],
  [['SET', 'k'], '-ERR syntax error\r\n'],
];

const HTTP: readonly string[] = [
  'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 15\r\n\r\nSET a 1\r\n',
  'GET / HTTP/1.1\r\nHost: localhost\r\n\r\nSET a 1\r\n',
  `POST /${'a'.repeat(CRLF_TOO_LONG - 100)} HTTP/1.0\r\n\r\nSET a 1\r\n`,
];

/** Does something so many times, at most `atOnce` at a time. */
async function times(count: number, atOnce: number, act: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work));
}

function bulks(args: readonly string[]): string {
  return args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join('');
}
