import type { Arena } from '../memory/arena.ts';
import type { LargePayloads } from './large-payloads.ts';
import type { OutsideBytes } from './node-ring.ts';

/** Where the nodes of lists lie. */
export interface NodeMemory extends OutsideBytes {
  readonly arena: Arena;
  readonly entries: { readonly large: LargePayloads };
}
