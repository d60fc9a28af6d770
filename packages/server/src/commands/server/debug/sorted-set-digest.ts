import { shortestDoubleText } from '@respite/bytes';
import { type Database, SortedSet } from '@respite/store';
import { Digest } from './digest.ts';

const sortedSet = new SortedSet();
const element = new Digest();
const encoder = new TextEncoder();

/**
 * ```
 * sorted set:  for each element: add(d, element's digest)
 * element:     e = 0; mix(e, member); mix(e, shortest text of the score)
 * ```
 */
export function mixSortedSet(digest: Digest, database: Database, entry: number): void {
  sortedSet.open(database, entry);
  for (let on = sortedSet.goTo(0); on; on = sortedSet.next()) {
    element.clear();
    element.mix(sortedSet.bytes, sortedSet.start, sortedSet.end);
    element.mix(encoder.encode(shortestDoubleText(sortedSet.score)));
    digest.add(element.bytes);
  }
}
