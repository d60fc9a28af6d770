/**
 * A reply as plain data, for commands whose replies are large trees that nobody asks for often: a string is a bulk
 * string, a number an integer, an array an array, a Map and a Set what RESP3 has of that name (RESP2: an array).
 */
export type ReplyData =
  | string
  | number
  | SimpleText
  | readonly ReplyData[]
  | ReadonlySet<ReplyData>
  | ReadonlyMap<string, ReplyData>;

/** A simple string, as the flags of COMMAND INFO are. */
export interface SimpleText {
  readonly simple: string;
}

/** Words as a set of simple strings. */
export function simpleTexts(words: readonly string[]): ReadonlySet<SimpleText> {
  return new Set(words.map((simple) => ({ simple })));
}
