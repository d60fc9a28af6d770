import { createList, KIND_LIST, ListElement, listLength, pushToList, trimList } from '@respite/store';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { noteNewKey } from '../string/store-string.ts';

/** The element on its way. */
const element = new ListElement();

/**
 * Moves an element from an end of the list at argument 1 to an end of the one at argument 2, which may be the same, and answers with it.
 * @param source the entry at argument 1
 */
export function moveElement(ctx: Context, source: number, fromFront: boolean, toFront: boolean): void {
  const { db } = ctx;
  const { bytes, starts, ends } = ctx.args;
  const { config, effects } = ctx.server;
  let target = ctx.lookupKindForWrite(2, KIND_LIST);
  const isSame = source === target;
  let isMoved = false;
  element.take(db, source, fromFront ? 0 : listLength(db, source) - 1);
  if (target === 0) {
    target = createList(db, bytes, starts[2], ends[2], element, 0, 1, toFront, config);
    noteNewKey(ctx, target, 2);
  } else if (isSame && !db.entries.isCollection(source)) {
    // The other way round, a packed list could become too long on the way.
    if (listLength(db, source) > 1) {
      const rest = trimList(db, source, fromFront ? 1 : 0, fromFront ? 0 : 1, config);
      pushToList(db, rest, element, 0, 1, toFront, config);
    }
    isMoved = true;
  } else target = pushToList(db, target, element, 0, 1, toFront, config);
  ctx.reply.bulk(element.bytes, 0, element.ends[0]);
  element.forget();
  // It is one change of the data set, although of two keys.
  effects.keyRemoved(toFront ? keyEvents.lpush : keyEvents.rpush, db, bytes, starts[2], ends[2]);
  const isLast = !isMoved && trimList(db, isSame ? target : source, fromFront ? 1 : 0, fromFront ? 0 : 1, config) === 0;
  ctx.changed(fromFront ? keyEvents.lpop : keyEvents.rpop, 1);
  if (isLast) ctx.notify(keyEvents.del, 1);
}
