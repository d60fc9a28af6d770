import { compareBytes } from '@respite/bytes';
import type { ElementTable } from '@respite/store';

/**
 * The elements of a table in the order of their keys' bytes. That of the table itself is another one after each start, and a file
 * should differ from the one before only where the data does.
 */
export function elementsInOrder({ table, entries }: ElementTable): number[] {
  const elements: number[] = [];
  const visitor = { visit: (element: number) => elements.push(element) };
  for (let bucket = 0; bucket < table.bucketCount; bucket++) table.visitBucket(bucket, visitor);
  return elements.sort((a, b) => {
    entries.locate(a);
    const { bytes, keyStart, keyEnd } = entries;
    entries.locate(b);
    return compareBytes(bytes, keyStart, keyEnd, entries.bytes, entries.keyStart, entries.keyEnd);
  });
}
