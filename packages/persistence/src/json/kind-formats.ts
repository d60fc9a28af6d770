import { hashFormat } from './hash-format.ts';
import type { KindFormat } from './kind-format.ts';
import { listFormat } from './list-format.ts';
import { setFormat } from './set-format.ts';
import { streamFormat } from './stream-format.ts';
import { stringFormat } from './string-format.ts';
import { zsetFormat } from './zset-format.ts';

/** The kinds of values that snapshots hold. */
const formats: readonly KindFormat[] = [stringFormat, listFormat, setFormat, hashFormat, zsetFormat, streamFormat];

const byKind: (KindFormat | undefined)[] = [];
for (const format of formats) byKind[format.kind] = format;

/** @throws Error for a kind that cannot be saved */
export function formatOfKind(kind: number): KindFormat {
  const format = byKind[kind];
  if (format === undefined) throw new Error(`snapshot: values of kind ${kind} have no format`);
  return format;
}

export function formatNamed(name: string): KindFormat | undefined {
  return formats.find((format) => format.name === name);
}
