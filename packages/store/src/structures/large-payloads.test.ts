import { describe, expect, test } from 'vitest';
import { LargeMemory } from '../memory/large-memory.ts';
import { LargePayloads } from './large-payloads.ts';

const key = new TextEncoder().encode('key');

function made(valueLength: number): { payloads: LargePayloads; handle: number } {
  const payloads = new LargePayloads(new LargeMemory());
  const handle = payloads.add(valueLength, key.length);
  payloads.setKey(handle, key, 0, key.length);
  payloads.get(handle).bytes.fill(7, 0, valueLength);
  return { payloads, handle };
}

function keyOf(payloads: LargePayloads, handle: number, length: number): string {
  return new TextDecoder().decode(payloads.get(handle).bytes.subarray(-length));
}

describe('large payloads', () => {
  test('appending bit by bit copies seldom', () => {
    const { payloads, handle } = made(40_000);
    const buffers = new Set<Uint8Array>();
    for (let length = 40_000; length < 400_000; length += 100) {
      payloads.resize(handle, length, key.length);
      buffers.add(payloads.get(handle).bytes);
    }
    expect(buffers.size).toBeLessThan(8);
    expect(
      payloads
        .get(handle)
        .bytes.subarray(0, 40_000)
        .every((byte) => byte === 7),
    ).toBe(true);
    expect(keyOf(payloads, handle, 3)).toBe('key');
    expect(payloads.usedBytes).toBe(payloads.get(handle).bytes.length);
  });

  test('a value that shrinks gives its memory back', () => {
    const { payloads, handle } = made(400_000);
    payloads.resize(handle, 100_000, key.length);
    expect(payloads.usedBytes).toBeLessThan(101_000);
    expect(payloads.get(handle).valueLength).toBe(100_000);
    expect(keyOf(payloads, handle, 3)).toBe('key');
  });

  test('a key of usual length is renamed without copying the value', () => {
    const { payloads, handle } = made(100_000);
    const { bytes } = payloads.get(handle);
    const other = new TextEncoder().encode('a key that is a good deal longer');
    payloads.setKey(handle, other, 0, other.length);
    expect(payloads.get(handle).bytes).toBe(bytes);
    expect(keyOf(payloads, handle, other.length)).toBe('a key that is a good deal longer');
    const long = new Uint8Array(1000).fill(0x6b);
    payloads.setKey(handle, long, 0, long.length);
    expect(keyOf(payloads, handle, 1000)).toBe('k'.repeat(1000));
    expect(
      payloads
        .get(handle)
        .bytes.subarray(0, 100_000)
        .every((byte) => byte === 7),
    ).toBe(true);
  });

  test('a payload can go elsewhere; its handle is used again', () => {
    const { payloads, handle } = made(50_000);
    const others = new LargePayloads(new LargeMemory());
    const payload = payloads.release(handle);
    const there = others.adopt(payload);
    expect(others.get(there)).toBe(payload);
    expect(payloads.usedBytes).toBe(0);
    expect(others.usedBytes).toBe(payload.bytes.length);
    expect(payloads.add(1, 1)).toBe(handle);
  });
});
