/** Commands whose replies are texts of many lines; with `count`, only if they have so many words. */
const TEXTS: readonly { readonly words: readonly string[]; readonly count?: number }[] = [
  { words: ['info'] },
  { words: ['lolwut'] },
  { words: ['client', 'info'] },
  { words: ['client', 'list'] },
  { words: ['cluster', 'info'], count: 2 },
  { words: ['cluster', 'nodes'], count: 2 },
  { words: ['debug', 'client-eviction'] },
  { words: ['debug', 'htstats'] },
  { words: ['debug', 'htstats-key'] },
  { words: ['latency', 'doctor'], count: 2 },
  { words: ['latency', 'graph'], count: 3 },
  { words: ['memory', 'doctor'] },
  { words: ['memory', 'malloc-stats'] },
  { words: ['proxy', 'info'] },
];

/**
 * Whether the reply to a command of `count` arguments that begins with `words`, in lower case, is printed as it is in
 * every form. The list is redis-cli's.
 */
export function isShownAsText(words: readonly string[], count: number): boolean {
  return TEXTS.some(
    (text) => text.words.every((word, i) => words[i] === word) && (text.count === undefined || text.count === count),
  );
}
