import { Arguments } from './arguments.ts';
import { SpareBuffers } from './spare-buffers.ts';
import type { MemorySource } from './uncleared-memory.ts';

/**
 * What all request decoders of a server can share, because only one of them is at work at a time: the arguments of the
 * current command, and spare buffers for commands that arrive in pieces. An idle decoder then holds 200 bytes.
 *
 * With a shared scratch, `args` is valid until the next call of any of the decoders.
 */
export class DecoderScratch {
  readonly args: Arguments = new Arguments(64);
  readonly buffers: SpareBuffers;

  /** @param memory where spare buffers come from; without it, the garbage-collected heap of the runtime */
  constructor(memory?: MemorySource) {
    this.buffers = new SpareBuffers(memory);
  }
}
