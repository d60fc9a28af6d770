import { LargeSortedSet } from '@respite/store';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { openForRead } from '../sorted-set/open-sorted-set.ts';
import { removeResult, storeResult } from '../sorted-set/store-result.ts';
import { replyDistance, replyPlace } from './geo-reply.ts';
import { type SearchForm, SearchOptions } from './search-options.ts';
import { SearchResults } from './search-results.ts';

/** Does what all commands of the family do. */
export function search(ctx: Context, form: SearchForm): void {
  const isThere = openForRead(ctx, form.source);
  const options = new SearchOptions(form, isThere);
  options.read(ctx);
  const { target } = options;
  if (!isThere) {
    if (target !== 0) removeResult(ctx, target);
    else ctx.reply.array(0);
    return;
  }
  const results = new SearchResults(options.shape(), options.any ? options.count : 0);
  const count = options.count === 0 ? results.length : Math.min(options.count, results.length);
  // A number of results means the nearest, unless any will do.
  const order = options.order === 'none' && options.count > 0 && !options.any ? 'asc' : options.order;
  const indexes = results.inOrder(order, count);
  if (target === 0) replyResults(ctx, options, results, indexes);
  else storeResults(ctx, form, options, results, indexes);
}

function replyResults(ctx: Context, options: SearchOptions, results: SearchResults, indexes: readonly number[]): void {
  const { reply } = ctx;
  const { withDistance, withHash, withPlace } = options;
  const more = Number(withDistance) + Number(withHash) + Number(withPlace);
  reply.array(indexes.length);
  for (const i of indexes) {
    if (more > 0) reply.array(more + 1);
    reply.bulk(results.bytes[i], results.starts[i], results.ends[i]);
    if (withDistance) replyDistance(ctx, results.distances[i] / options.unit);
    if (withHash) reply.integer(results.scores[i]);
    if (withPlace) replyPlace(ctx, results.longitudes[i], results.latitudes[i]);
  }
}

function storeResults(
  ctx: Context,
  form: SearchForm,
  options: SearchOptions,
  results: SearchResults,
  indexes: readonly number[],
): void {
  const stored = new LargeSortedSet(ctx.db.collections);
  for (const i of indexes) {
    const score = options.storesDistances ? results.distances[i] / options.unit : results.scores[i];
    const bytes = results.bytes[i];
    const start = results.starts[i];
    const end = results.ends[i];
    // In the largest searches a cell is met twice.
    if (stored.find(bytes, start, end) === 0) stored.add(bytes, start, end, score);
  }
  const { effects } = ctx.server;
  const { length } = stored;
  const event = form.begins === 'options' ? keyEvents.geoSearchStore : keyEvents.geoRadiusStore;
  storeResult(ctx, stored, event, options.target);
  if (length > 0) effects.dirty += length - 1;
}
