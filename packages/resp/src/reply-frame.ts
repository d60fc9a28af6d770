import { decodeUtf8 } from './utf8.ts';

/** In place of a value: it is not all there, or not as it should be. */
export const PENDING: unique symbol = Symbol('pending');
export type Pending = typeof PENDING;

export const PERCENT = 37;
export const BAR = 124;
/** The type of a frame whose elements are attributes, all there, and the value they belong to is awaited. */
export const AFTER_ATTRIBUTES = -1;

/** An aggregate of which some elements are still to come. */
export interface Frame {
  readonly type: number;
  readonly elements: unknown[] | Map<unknown, unknown> | Record<string, unknown>;
  /** How many elements (of a Map or object: pairs) are in it. */
  index: number;
  /** How many there will be, or STREAMED. */
  readonly count: number;
  /** The key whose value is awaited; of `AFTER_ATTRIBUTES`, the value; else PENDING. */
  key: unknown;
  readonly depth: number;
}

/** An inner value is complete: it goes into the frame that awaits it. */
export function place(frame: Frame, value: unknown): void {
  const { elements } = frame;
  const isKey = frame.key === PENDING;
  if (frame.type === AFTER_ATTRIBUTES) frame.key = value;
  else if (Array.isArray(elements)) {
    const awaitsKey = (frame.type === PERCENT || frame.type === BAR) && (frame.index & 1) === 0;
    elements[frame.index++] = awaitsKey ? keyOf(value) : value;
  } else if (isKey) frame.key = keyOf(value);
  else {
    addPair(elements, frame.key, value);
    frame.key = PENDING;
    frame.index++;
  }
}

export function addPair(map: Map<unknown, unknown> | Record<string, unknown>, key: unknown, value: unknown): void {
  if (map instanceof Map) map.set(key, value);
  else setProperty(map, key, value);
}

export function setProperty(object: Record<string, unknown>, key: unknown, value: unknown): void {
  const name = typeof key === 'string' ? key : String(key);
  // Assigned, this one would set the prototype.
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else object[name] = value;
}

export function keyOf(value: unknown): unknown {
  return value instanceof Uint8Array ? decodeUtf8(value, 0, value.length) : value;
}
