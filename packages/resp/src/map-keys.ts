import { SHORT_TEXT } from './short-text.ts';
import { decodeUtf8 } from './utf8.ts';

const SLOTS = 256;

/**
 * Short map keys as text, the same string for the same bytes. Maps come in numbers with the same keys ("name", "id"),
 * and to find a key's bytes here costs less than a new string, its hash, and the engine's look-up of property names.
 *
 * One key for each slot; another key of the same hash takes its place:
 *
 * ```
 * lengths   [ 4 ][ 0 ][ 2 ]...
 * bytes     [name....................][........................][id......................]...
 * ```
 */
export class MapKeys {
  private readonly lengths = new Uint8Array(SLOTS);
  private readonly bytes = new Uint8Array(SLOTS * SHORT_TEXT);
  private readonly texts: string[] = new Array(SLOTS).fill('');

  /** The text of `[start, end)`. */
  text(source: Uint8Array, start: number, end: number): string {
    const length = end - start;
    if (length > SHORT_TEXT || length === 0) return decodeUtf8(source, start, end);
    const slot = (length * 7 + source[start] * 31 + source[end - 1] * 131 + source[(start + end) >> 1] * 17) % SLOTS;
    const base = slot * SHORT_TEXT;
    const { bytes, lengths } = this;
    if (lengths[slot] === length) {
      let i = 0;
      while (i < length && bytes[base + i] === source[start + i]) i++;
      if (i === length) return this.texts[slot];
    }
    lengths[slot] = length;
    for (let i = 0; i < length; i++) bytes[base + i] = source[start + i];
    this.texts[slot] = asPropertyName(decodeUtf8(source, start, end));
    return this.texts[slot];
  }
}

/** The same text in the form the engine keeps property names in, so that each later use of it is a look-up less. */
function asPropertyName(text: string): string {
  return Object.keys({ [text]: 0 })[0];
}
