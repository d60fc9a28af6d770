/**
 * Sets of named flags kept as one 32-bit integer. A table lists names and their bits in the order in which Redis
 * prints them, so that one table serves for reading facts, for testing a flag and for the replies of COMMAND.
 */
export type BitTable<Name extends string = string> = Readonly<Record<Name, number>>;

/**
 * @param words names with spaces between them, '' for none
 * @param what how the error calls such a name
 * @throws {Error} a name that the table does not have, or one given twice
 */
export function bitsOfWords(table: BitTable, words: string, what: string): number {
  let bits = 0;
  for (const word of words.split(' ')) {
    if (word === '') continue;
    if (!Object.hasOwn(table, word)) throw new Error(`unknown ${what} '${word}' in '${words}'`);
    const bit = table[word];
    if ((bits & bit) !== 0) throw new Error(`${what} '${word}' stands twice in '${words}'`);
    bits |= bit;
  }
  return bits;
}

/** The names of the bits that are set, in the table's order. */
export function wordsOfBits<Name extends string>(table: BitTable<Name>, bits: number): Name[] {
  const words: Name[] = [];
  for (const name in table) {
    if ((bits & table[name]) !== 0) words.push(name);
  }
  return words;
}
