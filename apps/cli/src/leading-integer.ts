/** The integer that a text begins with, as C's atoi() reads it: `12ab` is 12, `ab` is 0. */
export function leadingInteger(text: string): number {
  return Number(/^\s*([+-]?\d+)/.exec(text)?.[1] ?? 0);
}
