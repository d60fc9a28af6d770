/** How a command uses the pub/sub channels among its arguments. */
export type ChannelAccess = 'publish' | 'subscribe' | 'psubscribe' | 'unsubscribe' | 'punsubscribe';

/**
 * Which arguments are channels (patterns with 'psubscribe' and 'punsubscribe'): [first, end), counted from the command's
 * name. PUBLISH names one channel, the others take any number of them.
 */
export function channelEnd(access: ChannelAccess, argumentCount: number): number {
  return access === 'publish' ? Math.min(2, argumentCount) : argumentCount;
}

export const firstChannel = 1;
