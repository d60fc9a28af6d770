/**
 * The shortest list that still fails, by delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input", 2002): pieces are left out, large ones first, as long as `fails` says that what is left still does.
 */
export async function shrinkList<T>(
  list: readonly T[],
  fails: (list: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let left = list;
  for (let size = Math.ceil(list.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    // From the end: what happened last matters most, what prepared it can go once it is known.
    for (let end = left.length; end > 0; end = Math.min(end - size, left.length)) {
      const shorter = [...left.slice(0, Math.max(0, end - size)), ...left.slice(end)];
      if (shorter.length > 0 && (await fails(shorter))) left = shorter;
    }
  }
  return left;
}

/** Simpler forms of an argument, the simplest first. */
export function simplerArguments(arg: string): string[] {
  const simpler = [
    '',
    '0',
    '1',
    'a',
    arg.slice(0, arg.length >> 1),
    arg.slice(arg.length >> 1),
    arg.slice(1),
    arg.slice(0, -1),
  ];
  return [...new Set(simpler)].filter((text) => text.length < arg.length || (text.length === arg.length && text < arg));
}
