import {
  createList,
  KIND_LIST,
  KIND_SET,
  KIND_SORTED_SET,
  listLength,
  SetWalk,
  SortedSet,
  setLength,
  writeListRange,
} from '@respite/store';
import { keyRange, unknownKeys } from '../../../command-meta/key-spec.ts';
import { collatorOf } from '../../../config/collation-locale.ts';
import { keyEvents } from '../../../effects/key-events.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { errors } from '../../reply-errors.ts';
import { storeNothing, storeResult } from '../store-result.ts';
import { ElementCopies } from './element-copies.ts';
import { SortOptions } from './sort-options.ts';
import { alphabeticalOrder, firstOrder, numericOrder } from './sorted-order.ts';

const SYNTAX =
  'key [BY by-pattern(pattern):pattern@1] [LIMIT limit=(offset:integer count:integer)] ' +
  '[GET... get-pattern(pattern):pattern@1] [order=<ASC|DESC>] [sorting=ALPHA]';

export const sort = defineCommand({
  name: 'SORT',
  group: 'generic',
  since: '1.0.0',
  arity: -2,
  flags: 'write denyoom',
  categories: 'set sortedset list dangerous -keyspace',
  complexity: 'O(N+M*log(M)) / O(N)',
  summary: 'Sorts the elements of a list, set or sorted set, and gives or stores them.',
  keys: [
    keyRange('RO access', 1),
    unknownKeys('RO access', 'The keys that BY and GET name depend on the elements'),
    unknownKeys('OW update', 'The key after STORE, which may stand anywhere'),
  ],
  keyFinder: 'sort',
  syntax: `${SYNTAX} [STORE destination@2]`,
  execute(ctx) {
    sortElements(ctx, new SortOptions(ctx, true));
  },
});

export const sortRo = defineCommand({
  name: 'SORT_RO',
  group: 'generic',
  since: '7.0.0',
  arity: -2,
  flags: 'readonly',
  categories: 'set sortedset list dangerous -keyspace',
  complexity: 'O(N+M*log(M)) / O(N)',
  summary: 'Sorts the elements of a list, set or sorted set without being able to store the outcome.',
  keys: [keyRange('RO access', 1), unknownKeys('RO access', 'The keys that BY and GET name depend on the elements')],
  keyFinder: 'sortReadOnly',
  syntax: SYNTAX,
  execute(ctx) {
    sortElements(ctx, new SortOptions(ctx, false));
  },
});

function sortElements(ctx: Context, options: SortOptions): void {
  const entry = ctx.lookup(1);
  const kind = entry === 0 ? KIND_LIST : ctx.entries.kind(entry);
  if (kind !== KIND_LIST && kind !== KIND_SET && kind !== KIND_SORTED_SET) throw errors.wrongType;
  let { leavesOrder } = options;
  if (leavesOrder && kind === KIND_SET && options.destination !== 0) {
    // What is stored must be the same wherever the command is run again, and a set has no order.
    leavesOrder = false;
    options.alphabetical = true;
    options.by = undefined;
  }
  const length = entry === 0 ? 0 : lengthOf(ctx, entry, kind);
  const from = Math.min(Math.max(options.offset, 0), length);
  const count = options.limit < 0 ? length - from : Math.min(options.limit, length - from);
  const elements = new ElementCopies();
  if (leavesOrder && kind !== KIND_SET) {
    if (count > 0) copyRange(ctx, entry, kind, from, count, options.descending, elements);
    reply(ctx, options, elements, firstOrder(elements));
    return;
  }
  if (length > 0) copyAll(ctx, entry, kind, length, elements);
  // What is stored is ordered by bytes, so that it is the same wherever the command is run again.
  const collator = options.destination === 0 ? collatorOf(ctx.server.config.localeCollate) : undefined;
  const order = leavesOrder
    ? firstOrder(elements)
    : options.alphabetical
      ? alphabeticalOrder(ctx, elements, options.by, options.descending, collator)
      : numericOrder(ctx, elements, options.by, options.descending);
  reply(ctx, options, elements, order.subarray(from, from + count));
}

const set = new SetWalk();
const sortedSet = new SortedSet();

function lengthOf(ctx: Context, entry: number, kind: number): number {
  if (kind === KIND_LIST) return listLength(ctx.db, entry);
  if (kind === KIND_SET) return setLength(ctx.db, entry);
  sortedSet.open(ctx.db, entry);
  return sortedSet.length;
}

function copyAll(ctx: Context, entry: number, kind: number, length: number, elements: ElementCopies): void {
  if (kind !== KIND_SET) {
    copyRange(ctx, entry, kind, 0, length, false, elements);
    return;
  }
  for (set.begin(ctx.db, entry); set.next(); ) {
    set.toText();
    elements.bulk(set.bytes, set.start, set.end);
  }
}

/** Copies elements of a list or sorted set in their order, or with `backwards` from the end, which `from` is counted from then. */
function copyRange(
  ctx: Context,
  entry: number,
  kind: number,
  from: number,
  count: number,
  backwards: boolean,
  elements: ElementCopies,
): void {
  const first = backwards ? lengthOf(ctx, entry, kind) - 1 - from : from;
  if (kind === KIND_LIST) {
    writeListRange(ctx.db, entry, elements, first, count, backwards);
    return;
  }
  sortedSet.open(ctx.db, entry);
  sortedSet.goTo(first);
  for (let left = count; left > 0; left--) {
    elements.bulk(sortedSet.bytes, sortedSet.start, sortedSet.end);
    if (backwards) sortedSet.previous();
    else sortedSet.next();
  }
}

/** Answers with, or stores, these elements, or what GET wants for each. */
function reply(ctx: Context, options: SortOptions, elements: ElementCopies, order: Uint32Array): void {
  if (options.destination !== 0) {
    store(ctx, options, elements, order);
    return;
  }
  const { get } = options;
  ctx.reply.array(order.length * Math.max(get.length, 1));
  for (const index of order) {
    if (get.length === 0) ctx.reply.bulk(elements.bytes, elements.starts[index], elements.ends[index]);
    for (const pattern of get) {
      if (pattern.find(ctx, elements, index)) ctx.reply.bulk(pattern.bytes, pattern.start, pattern.end);
      else ctx.reply.nullBulk();
    }
  }
}

/** Makes a list of the outcome; what GET does not find becomes an empty string. */
function store(ctx: Context, options: SortOptions, elements: ElementCopies, order: Uint32Array): void {
  const { bytes, starts, ends } = ctx.args;
  const { destination, get } = options;
  const result = new ElementCopies();
  for (const index of order) {
    if (get.length === 0) result.bulk(elements.bytes, elements.starts[index], elements.ends[index]);
    for (const pattern of get) {
      if (pattern.find(ctx, elements, index)) result.bulk(pattern.bytes, pattern.start, pattern.end);
      else result.bulk(bytes, 0, 0);
    }
  }
  if (result.count === 0) {
    storeNothing(ctx, destination);
  } else {
    const { store, config } = ctx.server;
    const { scratch } = store;
    scratch.find(bytes, starts[destination], ends[destination]);
    const key = [bytes, starts[destination], ends[destination]] as const;
    const made = createList(scratch, ...key, result, 0, result.count, false, config);
    storeResult(ctx, made, destination, keyEvents.sortStore);
    ctx.server.effects.dirty += result.count - 1;
  }
  ctx.reply.integer(result.count);
}
