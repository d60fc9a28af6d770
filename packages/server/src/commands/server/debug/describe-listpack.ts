import { ElementReader, elementBytes, firstElement, LISTPACK_END, listpackBytes, listpackCount } from '@respite/store';

const reader = new ElementReader();
const decoder = new TextDecoder('latin1');
/** How much of an element is shown. */
const SHOWN = 64;

/** A line for the listpack at `base` of `bytes`, and one for each element. */
export function describeListpack(bytes: Uint8Array, base: number): string[] {
  const lines = [`{total bytes ${listpackBytes(bytes, base)}} {num entries ${listpackCount(bytes, base)}}`];
  for (let at = firstElement(base); bytes[at] !== LISTPACK_END; at += elementBytes(bytes, at)) {
    reader.readText(bytes, at);
    const text = decoder.decode(reader.bytes.subarray(reader.start, Math.min(reader.end, reader.start + SHOWN)));
    const kind = reader.isInteger ? 'integer' : 'string';
    lines.push(`{offset ${at - base}} {bytes ${elementBytes(bytes, at)}} {${kind} ${JSON.stringify(text)}}`);
  }
  return lines;
}
