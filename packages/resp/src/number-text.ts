/** An integer's text as a number where that is exact, else as a bigint. */
export function exactInteger(text: string): number | bigint {
  const exact = BigInt(text);
  const value = Number(exact);
  return Number.isSafeInteger(value) ? value : exact;
}

/** A double as RESP3 writes it, in any form; undefined if it is none. */
export function parseDouble(text: string): number | undefined {
  if (/^[+-]?inf$/.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^[+-]?nan$/.test(text)) return Number.NaN;
  return /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text) ? Number(text) : undefined;
}
