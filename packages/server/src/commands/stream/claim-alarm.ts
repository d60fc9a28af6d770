import type { StreamGroup } from '@respite/store';
import type { Context } from '../context.ts';

/** Longer than any timer should run: those who still wait then set it again. */
const ALARM_MAX_MS = 3_600_000;

/** For which groups an alarm is set, and when it will ring. */
const alarms = new WeakMap<StreamGroup, number>();

/**
 * The command waits for pending entries of the group to have been idle for long enough: when the first of them has, whoever waits for
 * the stream is woken, and looks again. An alarm that nobody needs any more wakes nobody.
 * @param key argument with the key of the stream
 */
export function wakeWhenIdle(ctx: Context, group: StreamGroup, key: number, minIdle: number): void {
  const { records } = group;
  if (records.oldest === 0) return;
  const at = Math.min(records.timeOf(records.oldest) + minIdle, ctx.now + ALARM_MAX_MS);
  const set = alarms.get(group);
  if (set !== undefined && set <= at && set > ctx.now) return;
  alarms.set(group, at);
  const { db } = ctx;
  const { effects, host } = ctx.server;
  const name = ctx.copyOf(key);
  host.after(Math.max(1, at - ctx.now), () => {
    if (alarms.get(group) === at) alarms.delete(group);
    effects.waiters?.keyChanged(db, name, 0, name.length);
  });
}
