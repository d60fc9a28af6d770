import { type SeededRandom, seededRandom } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { Arguments } from './arguments.ts';
import { FAILED, INCOMPLETE, READY } from './chunked-input.ts';
import { encodeCommand } from './command-encoder.ts';
import { DecoderScratch } from './decoder-scratch.ts';
import { authenticatedLimits } from './limits.ts';
import { RequestDecoder } from './request-decoder.ts';

const ROUNDS = 150;
/** Low, so that random streams meet them. */
const limits = { ...authenticatedLimits(500), maxArguments: 50, maxInlineLength: 200 };
limits.maxArgumentsForNow = 50;

interface Outcome {
  commands: string[];
  error: string;
}

/** How a stream comes in and is taken: the same bytes shall give the same commands, however that is. */
interface Manner {
  nextSize(): number;
  /** Whether the caller wants its bytes back before all of them are decoded. */
  detaches(): boolean;
}

const atOnce: Manner = { nextSize: () => Number.MAX_SAFE_INTEGER, detaches: () => false };
const byteByByte: Manner = { nextSize: () => 1, detaches: () => false };

function atRandom(random: SeededRandom): Manner {
  const largest = random.pick([3, 20, 200, 3000]);
  const share = random.pick([0, 0, 0.2, 0.8]);
  return { nextSize: () => 1 + random.nextInt(largest), detaches: () => random.chance(share) };
}

function decode(stream: Uint8Array, manner: Manner, decoder = new RequestDecoder(limits)): Outcome {
  const commands: string[] = [];
  for (let at = 0; at < stream.length && decoder.error === ''; ) {
    const piece = stream.slice(at, at + manner.nextSize());
    at += piece.length;
    decoder.feed(piece);
    let detached = false;
    for (let status = READY; status === READY; ) {
      if (!detached && manner.detaches()) {
        decoder.detach();
        piece.fill(0x24);
        detached = true;
      }
      status = decoder.next();
      if (status === READY) commands.push(textOf(decoder));
      else if (status === FAILED) expect(decoder.error).toMatch(/^Protocol error: /);
      else if (status !== INCOMPLETE) throw new Error(`next() returned ${status}`);
    }
    piece.fill(0x2a);
  }
  return { commands, error: decoder.error };
}

/** As a server may: some commands are decoded before the first of them is executed, and it may change its mind. */
function decodeAhead(random: SeededRandom, stream: Uint8Array): Outcome {
  const decoder = new RequestDecoder(limits);
  const batch = Array.from({ length: 5 }, () => new Arguments());
  const commands: string[] = [];
  for (let at = 0; at < stream.length && decoder.error === ''; ) {
    const piece = stream.slice(at, at + 1 + random.nextInt(400));
    at += piece.length;
    decoder.feed(piece);
    for (let status = READY; status === READY; ) {
      const offsets: number[] = [];
      let ahead = 0;
      for (; decoder.inPlace && ahead < batch.length; ahead++) {
        decoder.args = batch[ahead];
        offsets.push(decoder.offset);
        if (!decoder.nextInPlace()) break;
      }
      const executed = random.chance(0.7) ? ahead : random.nextInt(ahead + 1);
      for (let i = 0; i < executed; i++) commands.push(textOf({ args: batch[i] }));
      if (executed < ahead) decoder.backTo(piece, offsets[executed], piece.length);
      if (executed < ahead && random.chance(0.3)) decoder.detach();
      if (ahead > 0) continue;
      status = decoder.next();
      if (status === READY) commands.push(textOf(decoder));
    }
    piece.fill(0x2a);
  }
  return { commands, error: decoder.error };
}

function textOf({ args }: { args: Arguments }): string {
  const parts = [];
  for (let i = 0; i < args.count; i++) parts.push(Buffer.from(args.toBytes(i)).toString('latin1'));
  return JSON.stringify(parts);
}

function randomArgument(random: SeededRandom): Uint8Array {
  const length = random.pick([0, 1, 3, 3, 10, 10, 30, 300]);
  return random.bytes(random.nextInt(length + 1));
}

function randomCommands(random: SeededRandom): Uint8Array[][] {
  return Array.from({ length: 1 + random.nextInt(8) }, () =>
    Array.from({ length: 1 + random.nextInt(random.pick([3, 10, 30])) }, () => randomArgument(random)),
  );
}

function joined(parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

describe('request decoder, at random', () => {
  const random = seededRandom('request decoder');

  test('what is encoded comes out again, in any pieces', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const commands = randomCommands(random);
      const stream = joined(commands.map(encodeCommand));
      const expected = commands.map((args) => JSON.stringify(args.map((arg) => Buffer.from(arg).toString('latin1'))));
      for (const manner of [atOnce, byteByByte, atRandom(random), atRandom(random)]) {
        expect(decode(stream, manner)).toEqual({ commands: expected, error: '' });
      }
    }
  });

  test('damaged streams and garbage end the same way in any pieces', () => {
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS * 3; round++) {
      const stream = random.chance(0.7) ? damaged(random) : garbage(random);
      const expected = decode(stream, atOnce);
      seen.add(expected.error.replace(/got '.*/s, ''));
      for (const manner of [byteByByte, atRandom(random), atRandom(random)]) {
        expect(decode(stream, manner)).toEqual(expected);
      }
    }
    // Or the garbage is not garbage enough.
    expect(seen.size).toBeGreaterThan(5);
  });

  test('decoders with one scratch, in turn', () => {
    for (let round = 0; round < ROUNDS / 3; round++) {
      const scratch = new DecoderScratch();
      const clients = Array.from({ length: 4 }, () => {
        const stream = random.chance(0.3) ? damaged(random) : joined(randomCommands(random).map(encodeCommand));
        const decoder = new RequestDecoder(limits, scratch);
        return { stream, decoder, at: 0, commands: [] as string[] };
      });
      while (clients.some(({ at, stream }) => at < stream.length)) {
        const client = random.pick(clients);
        const size = 1 + random.nextInt(300);
        const { commands } = decode(client.stream.slice(client.at, client.at + size), atOnce, client.decoder);
        client.at += size;
        client.commands.push(...commands);
      }
      for (const { stream, decoder, commands } of clients) {
        expect({ commands, error: decoder.error }).toEqual(decode(stream, atOnce));
      }
    }
  });

  test('read ahead, and taken back now and then', () => {
    for (let round = 0; round < ROUNDS * 3; round++) {
      const stream = random.chance(0.5) ? damaged(random) : joined(randomCommands(random).map(encodeCommand));
      expect(decodeAhead(random, stream)).toEqual(decode(stream, atOnce));
    }
  });

  function damaged(random: SeededRandom): Uint8Array {
    const stream = joined(randomCommands(random).map(encodeCommand));
    for (let i = random.nextInt(4); i >= 0; i--) {
      const at = random.nextInt(stream.length);
      stream[at] = random.chance(0.5)
        ? random.nextInt(256)
        : (random.pick(['*', '$', '\r', '\n', '-', '9', '"', '\0']).codePointAt(0) ?? 0);
    }
    return stream;
  }

  function garbage(random: SeededRandom): Uint8Array {
    const words = [
      '*',
      '$',
      '\r\n',
      '\n',
      '\r',
      '-',
      '0',
      '1',
      '2',
      '9',
      '"',
      "'",
      '\\',
      'x',
      ' ',
      '*1\r\n',
      '$3\r\nabc\r\n',
      '\0',
    ];
    const length = random.nextInt(400);
    return joined(
      Array.from({ length }, () => (random.chance(0.02) ? random.bytes(3) : Buffer.from(random.pick(words)))),
    );
  }
});
