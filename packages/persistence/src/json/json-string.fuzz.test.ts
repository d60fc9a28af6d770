import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { LongJsonString, writeJsonString } from './json-string.ts';
import { TextOutput } from './text-output.ts';
import { isUtf8 } from './utf8-validity.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function writtenBy(write: (output: TextOutput) => void): string {
  const grow = {
    makeRoom(output: TextOutput): void {
      const larger = new Uint8Array(2 * output.bytes.length + 8192);
      larger.set(output.bytes);
      output.bytes = larger;
    },
  };
  const output = new TextOutput(new Uint8Array(0), grow);
  write(output);
  return new TextDecoder().decode(output.bytes.subarray(0, output.at));
}

const jsonString = (bytes: Uint8Array) => writtenBy((output) => writeJsonString(output, bytes, 0, bytes.length));

/** Bytes that are often, but not always, UTF-8. */
function randomBytes(random: ReturnType<typeof seededRandom>): Uint8Array {
  const alphabet = random.pick([
    'plain',
    'pl"a\\in\n\u0001',
    'zß水🍌\u07ff\u0800\uffff\u{10ffff}',
    '\0\u0001\u0002',
    'base64:',
  ]);
  const letters = [...alphabet];
  let text = random.chance(0.1) ? 'base64:' : '';
  for (let i = random.nextInt(random.chance(0.1) ? 3000 : 20); i > 0; i--) text += random.pick(letters);
  const bytes = new TextEncoder().encode(text);
  if (random.chance(0.3) && bytes.length > 0) bytes[random.nextInt(bytes.length)] = random.nextInt(256);
  return random.chance(0.1) ? bytes.subarray(0, random.nextInt(bytes.length + 1)) : bytes;
}

test('UTF-8 as the platform judges it', () => {
  const random = seededRandom('utf-8');
  for (let round = 0; round < 10_000; round++) {
    const bytes = random.chance(0.5) ? randomBytes(random) : random.bytes(random.nextInt(6)).map((byte) => byte | 0x80);
    expect(isUtf8(bytes, 0, bytes.length), String(bytes)).toBe(decoded(bytes) !== undefined);
  }
});

test('a string, or base64, that JSON.parse gives back', () => {
  const random = seededRandom('json string');
  for (let round = 0; round < 2000; round++) {
    const bytes = randomBytes(random);
    const text = decoded(bytes);
    const json = jsonString(bytes);
    const value: string = JSON.parse(json);
    if (value.startsWith('base64:')) {
      expect(Buffer.from(value.slice(7), 'base64')).toEqual(Buffer.from(bytes));
      const inText = text === undefined ? Number.POSITIVE_INFINITY : Buffer.byteLength(JSON.stringify(text));
      if (text === undefined || !text.startsWith('base64:')) expect(Buffer.byteLength(json)).toBeLessThan(inText);
    } else {
      expect(value).toBe(text);
      expect(json).toBe(JSON.stringify(text));
    }
  }
});

test('a long string written step by step is the same', () => {
  const random = seededRandom('long json string');
  for (let round = 0; round < 60; round++) {
    const part = randomBytes(random);
    const bytes = new Uint8Array(random.nextInt(500_000));
    for (let i = 0; part.length > 0 && i < bytes.length; i += part.length) {
      bytes.set(part.subarray(0, bytes.length - i), i);
    }
    const expected = jsonString(bytes);
    const start = random.nextInt(10);
    const shifted = new Uint8Array(start + bytes.length + 3);
    shifted.set(bytes, start);
    const long = new LongJsonString(shifted, start, start + bytes.length);
    const stepByStep = writtenBy((output) => {
      while (long.step(output)) {
        if (!random.chance(0.2)) continue;
        long.takeCopy();
        shifted.fill(0x2a);
      }
    });
    if (stepByStep !== expected) expect.fail(`${bytes.length} bytes, ${String(part.subarray(0, 50))}`);
  }
});

test('base64 as the platform writes it, and nothing else is read', () => {
  const random = seededRandom('base64');
  for (let round = 0; round < 3000; round++) {
    const bytes = random.bytes(random.nextInt(50));
    const expected = Buffer.from(bytes).toString('base64');
    const text = new Uint8Array(100);
    const end = encodeBase64(bytes, 0, bytes.length, text, 3);
    expect(Buffer.from(text.subarray(3, end)).toString()).toBe(expected);
    expect(decodeBase64(text, 3, end, text, 0)).toBe(bytes.length);
    expect(Buffer.from(text.subarray(0, bytes.length))).toEqual(Buffer.from(bytes));

    const changed = Buffer.from(expected);
    if (changed.length === 0) continue;
    changed[random.nextInt(changed.length)] = random.nextInt(256);
    const canonical =
      Buffer.from(changed.toString('latin1'), 'base64').toString('base64') === changed.toString('latin1');
    expect(decodeBase64(changed, 0, changed.length, new Uint8Array(100), 0) >= 0, String(changed)).toBe(canonical);
  }
});
