import { type ArgumentSlices, argumentIs } from './argument-slices.ts';
import type { KeyPositions } from './key-positions.ts';
import { KeyFlag } from './key-spec.ts';

/**
 * The commands whose keys, or whose use of them, only a look at their options can tell. Each reads no more of the
 * options than it must; where they make no sense it finds what it can, and the command answers with the error.
 */

const { RO, RW, OW, RM, access, update } = KeyFlag;
const remove = KeyFlag.delete;

type KeyFinder = (args: ArgumentSlices, into: KeyPositions) => void;

/** SORT key [BY pattern] [LIMIT offset count] [GET pattern ...] [STORE destination]: the last STORE counts. */
function sort(args: ArgumentSlices, into: KeyPositions): void {
  into.add(1, RO | access);
  let destination = 0;
  for (let i = 2; i < args.count; i++) {
    if (argumentIs(args, i, 'LIMIT')) i += 2;
    else if (argumentIs(args, i, 'GET') || argumentIs(args, i, 'BY')) i += 1;
    else if (argumentIs(args, i, 'STORE') && i + 1 < args.count) destination = i + 1;
  }
  if (destination !== 0) into.add(destination, OW | update);
}

/** SORT_RO has no STORE; the keys that BY and GET name depend on the data and are never listed. */
function sortReadOnly(_args: ArgumentSlices, into: KeyPositions): void {
  into.add(1, RO | access);
}

/** MIGRATE host port key|"" db timeout [COPY] [REPLACE] [AUTH p | AUTH2 u p] [KEYS key ...]: KEYS wants the "". */
function migrate(args: ArgumentSlices, into: KeyPositions): void {
  for (let i = 6; i < args.count; i++) {
    if (argumentIs(args, i, 'KEYS')) {
      if (args.ends[3] > args.starts[3]) return;
      for (let key = i + 1; key < args.count; key++) into.add(key, RW | access | remove);
      return;
    }
    if (argumentIs(args, i, 'AUTH')) i += 1;
    else if (argumentIs(args, i, 'AUTH2')) i += 2;
  }
  into.add(3, RW | access | remove);
}

/** GEORADIUS key ... [STORE key | STOREDIST key]: the last of them counts. */
function geoRadius(args: ArgumentSlices, into: KeyPositions): void {
  into.add(1, RO | access);
  let destination = 0;
  for (let i = 5; i < args.count - 1; i++) {
    if (argumentIs(args, i, 'STORE') || argumentIs(args, i, 'STOREDIST')) destination = ++i;
  }
  if (destination !== 0) into.add(destination, OW | update);
}

/**
 * XREAD and XREADGROUP: STREAMS may also be the name of a group, of a consumer or of a key; options go first. Words that
 * are no option are passed over, so that whoever checks permissions never sees fewer keys than the command.
 */
function streamRead(args: ArgumentSlices, into: KeyPositions): void {
  const count = args.count;
  let at = 1;
  while (at < count && !argumentIs(args, at, 'STREAMS')) {
    if (argumentIs(args, at, 'GROUP')) at += 3;
    else if (argumentIs(args, at, 'COUNT') || argumentIs(args, at, 'BLOCK') || argumentIs(args, at, 'CLAIM')) at += 2;
    else at += 1;
  }
  const rest = count - at - 1;
  if (rest <= 0 || rest % 2 !== 0) return;
  for (let i = 0; i < rest / 2; i++) into.add(at + 1 + i, RO | access);
}

/** SET tells of the old value with GET, and with a comparison, whose outcome the reply shows. */
function set(args: ArgumentSlices, into: KeyPositions): void {
  for (let i = 3; i < args.count; i++) {
    if (argumentIs(args, i, 'GET') || isComparison(args, i)) {
      into.add(1, RW | access | update);
      return;
    }
  }
  into.add(1, OW | update);
}

function isComparison(args: ArgumentSlices, index: number): boolean {
  return (
    argumentIs(args, index, 'IFEQ') ||
    argumentIs(args, index, 'IFNE') ||
    argumentIs(args, index, 'IFDEQ') ||
    argumentIs(args, index, 'IFDNE')
  );
}

/** DELEX without a condition is DEL; with one the reply tells something of the value. */
function deleteIf(args: ArgumentSlices, into: KeyPositions): void {
  into.add(1, args.count === 2 ? RM | remove : RW | access | remove);
}

/** BITFIELD reads only when all its operations are GET. */
function bitField(args: ArgumentSlices, into: KeyPositions): void {
  for (let i = 2; i < args.count; i++) {
    const left = args.count - i - 1;
    if (argumentIs(args, i, 'GET') && left >= 2) i += 2;
    else if (argumentIs(args, i, 'OVERFLOW') && left >= 1) i += 1;
    else {
      into.add(1, RW | access | update);
      return;
    }
  }
  into.add(1, RO | access);
}

export const keyFinders = {
  sort,
  sortReadOnly,
  migrate,
  geoRadius,
  streamRead,
  set,
  deleteIf,
  bitField,
} satisfies Record<string, KeyFinder>;

export type KeyFinderName = keyof typeof keyFinders;
