/** How a command uses the pub/sub channels among its arguments; with a p in front they are patterns. */
export type ChannelAccess = 'publish' | 'subscribe' | 'psubscribe' | 'unsubscribe' | 'punsubscribe';

/**
 * The arguments from 1 up to, but not including, this one are channels: PUBLISH names one, the others as many as follow.
 */
export function channelsEnd(access: ChannelAccess, argumentCount: number): number {
  return access === 'publish' ? Math.min(2, argumentCount) : argumentCount;
}
