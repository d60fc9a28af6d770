export { Arguments } from './arguments.ts';
export { BulkOutput } from './bulk-output.ts';
export { CHUNK_SIZE, ChunkPool, SMALL_CHUNK_SIZE } from './chunk-pool.ts';
export { FAILED, INCOMPLETE, READY } from './chunked-input.ts';
export { ChunkedOutput } from './chunked-output.ts';
export { type CommandArgument, CommandEncoder, encodeCommand } from './command-encoder.ts';
export { DecoderScratch } from './decoder-scratch.ts';
export { doubleText } from './double-text.ts';
export { splitInlineCommand } from './inline-command.ts';
export {
  authenticatedLimits,
  DEFAULT_MAX_ARGUMENTS,
  DEFAULT_MAX_BULK_LENGTH,
  DEFAULT_MAX_INLINE_LENGTH,
  type DecoderLimits,
  UNAUTHENTICATED_MAX_ARGUMENTS,
  UNAUTHENTICATED_MAX_BULK_LENGTH,
  unauthenticatedLimits,
} from './limits.ts';
export { type Reply, ReplyError, type ReplyType, TypedReply } from './reply.ts';
export { ReplyDecoder } from './reply-decoder.ts';
export type { ReplyDecoderOptions } from './reply-scalars.ts';
export { type Protocol, ReplyWriter } from './reply-writer.ts';
export { RequestDecoder } from './request-decoder.ts';
export { SpareBuffers } from './spare-buffers.ts';
export { type MemorySource, unclearedMemory } from './uncleared-memory.ts';
