import { describe, test } from 'vitest';

/** A suite for where there is what it needs. Elsewhere one test in its place says what is missing. */
export function describeWhere(
  possible: boolean,
  missing: string,
  name: string,
  suite: () => void | Promise<void>,
): void {
  if (possible) describe(name, suite);
  else test(`${name}: not tried, ${missing}`, () => {});
}
