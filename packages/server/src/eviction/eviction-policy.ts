import type { Config } from '../config/config.ts';

/** By what keys are chosen: not at all, by chance, least recently used, least frequently used, least recently modified, next to expire. */
export type EvictionOrder = 'none' | 'random' | 'lru' | 'lfu' | 'lrm' | 'ttl';

/** A value of `maxmemory-policy`, taken apart. */
export interface EvictionPolicy {
  readonly order: EvictionOrder;
  /** Only keys with an expiry go. */
  readonly onlyVolatile: boolean;
}

export function evictionPolicy(name: Config['maxmemoryPolicy']): EvictionPolicy {
  if (name === 'noeviction') return { order: 'none', onlyVolatile: false };
  return { order: name.slice(name.indexOf('-') + 1) as EvictionOrder, onlyVolatile: name.startsWith('volatile') };
}
