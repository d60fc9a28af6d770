import { compareBytes, parseDouble } from '@respite/bytes';
import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { ElementCopies } from './element-copies.ts';
import type { ValuePattern } from './value-pattern.ts';

const notNumbers = new CommandError("ERR One or more scores can't be converted into double");

/**
 * The order of elements by number: their own, or that of the values that `by` names, 0 where there is none. Those of the same
 * number are ordered by their bytes.
 * @throws if one is no number
 */
export function numericOrder(
  ctx: Context,
  elements: ElementCopies,
  by: ValuePattern | undefined,
  descending: boolean,
): Uint32Array {
  const scores = new Float64Array(elements.count);
  let isWrong = false;
  for (let i = 0; i < elements.count; i++) {
    if (by === undefined) scores[i] = parseScore(elements.bytes, elements.starts[i], elements.ends[i]);
    else if (by.find(ctx, elements, i)) scores[i] = parseScore(by.bytes, by.start, by.end);
    if (Number.isNaN(scores[i])) isWrong = true;
  }
  if (isWrong) throw notNumbers;
  const sign = descending ? -1 : 1;
  return firstOrder(elements).sort((a, b) => {
    const x = scores[a];
    const y = scores[b];
    return sign * (x < y ? -1 : x > y ? 1 : compare(elements, a, b));
  });
}

/**
 * The order of elements by text: their own, or the values that `by` names; where there is none comes first.
 *
 * @param collator by which texts are compared; without one, by bytes
 */
export function alphabeticalOrder(
  ctx: Context,
  elements: ElementCopies,
  by: ValuePattern | undefined,
  descending: boolean,
  collator: Intl.Collator | undefined,
): Uint32Array {
  const sign = descending ? -1 : 1;
  if (by === undefined) {
    const compareTexts = comparisonOf(elements, collator);
    return firstOrder(elements).sort((a, b) => sign * compareTexts(a, b));
  }
  const values = new ElementCopies();
  for (let i = 0; i < elements.count; i++) {
    if (by.find(ctx, elements, i)) values.bulk(by.bytes, by.start, by.end);
    else values.nothing();
  }
  const compareTexts = comparisonOf(values, collator);
  return firstOrder(elements).sort((a, b) => {
    if (values.has(a) && values.has(b)) return sign * compareTexts(a, b);
    return sign * (Number(values.has(a)) - Number(values.has(b)));
  });
}

/** The order in which the elements are. */
export function firstOrder(elements: ElementCopies): Uint32Array {
  return Uint32Array.from({ length: elements.count }, (_, i) => i);
}

function comparisonOf(texts: ElementCopies, collator: Intl.Collator | undefined): (a: number, b: number) => number {
  if (collator === undefined) return (a, b) => compare(texts, a, b);
  const decoder = new TextDecoder();
  const { bytes, starts, ends } = texts;
  const decoded = Array.from({ length: texts.count }, (_, i) =>
    texts.has(i) ? decoder.decode(bytes.subarray(starts[i], ends[i])) : '',
  );
  return (a, b) => collator.compare(decoded[a], decoded[b]);
}

function compare({ bytes, starts, ends }: ElementCopies, a: number, b: number): number {
  return compareBytes(bytes, starts[a], ends[a], bytes, starts[b], ends[b]);
}

/** What C's strtod makes of a C string that it must read to the end, or NaN: white space may come first, and nothing at all is 0. */
function parseScore(bytes: Uint8Array, start: number, end: number): number {
  let textEnd = start;
  while (textEnd < end && bytes[textEnd] !== 0) textEnd++;
  if (textEnd === start) return 0;
  let at = start;
  while (at < textEnd && (bytes[at] === 0x20 || (bytes[at] >= 9 && bytes[at] <= 13))) at++;
  return parseDouble(bytes, at, textEnd);
}
