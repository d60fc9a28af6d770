import { type StreamGroup, type StreamId, streamIdText } from '@respite/store';
import type { Context } from '../context.ts';

/** A pending entry as it is now, as an XCLAIM that brings it about. @param id as bytes or as an ID */
export function propagatePending(
  ctx: Context,
  key: number,
  groupName: number,
  group: StreamGroup,
  id: StreamId | Uint8Array,
  record: number,
): void {
  const { records } = group;
  ctx.propagateAs(
    'XCLAIM',
    ctx.copyOf(key),
    ctx.copyOf(groupName),
    group.consumerOf(record).name,
    '0',
    id instanceof Uint8Array ? id : streamIdText(id),
    'TIME',
    String(records.timeOf(record)),
    'RETRYCOUNT',
    String(records.exactCountOf(record)),
    'FORCE',
    'JUSTID',
    'LASTID',
    streamIdText(group.lastId),
  );
}

/** How far a group has read. */
export function propagateGroupId(ctx: Context, key: number, groupName: number, group: StreamGroup): void {
  ctx.propagateAs(
    'XGROUP',
    'SETID',
    ctx.copyOf(key),
    ctx.copyOf(groupName),
    streamIdText(group.lastId),
    'ENTRIESREAD',
    String(group.entriesRead),
  );
}
