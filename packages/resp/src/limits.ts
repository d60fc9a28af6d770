/**
 * What a request may be at most. Every field is read when the header it guards is decoded, so limits may be
 * changed, or the whole object swapped, between two commands (`CONFIG SET proto-max-bulk-len`, `AUTH`).
 */
export interface DecoderLimits {
  /** Largest bulk string, in bytes (`proto-max-bulk-len`). Beyond: "invalid bulk length". */
  maxBulkLength: number;
  /** Most arguments of one command. Beyond: "invalid multibulk length". */
  maxArguments: number;
  /** Longest line (an inline command, or a length) without its end, in bytes. Beyond: "too big inline request" and kin. */
  maxInlineLength: number;
  /** The largest bulk string for now. Beyond, but within `maxBulkLength`: "unauthenticated bulk length". */
  maxBulkLengthForNow: number;
  /** The most arguments for now. Beyond, but within `maxArguments`: "unauthenticated multibulk length". */
  maxArgumentsForNow: number;
}

/** `proto-max-bulk-len` as Redis ships it: 512 MiB. */
export const DEFAULT_MAX_BULK_LENGTH = 512 * 1024 * 1024;
/** Redis's INT_MAX. */
export const DEFAULT_MAX_ARGUMENTS = 0x7fffffff;
/** Redis's PROTO_INLINE_MAX_SIZE. */
export const DEFAULT_MAX_INLINE_LENGTH = 64 * 1024;
/** What Redis takes from a client that has yet to authenticate. */
export const UNAUTHENTICATED_MAX_BULK_LENGTH = 16 * 1024;
export const UNAUTHENTICATED_MAX_ARGUMENTS = 10;

/** Limits of a client that may do what it likes: Redis's defaults, or with another `proto-max-bulk-len`. */
export function authenticatedLimits(maxBulkLength: number = DEFAULT_MAX_BULK_LENGTH): DecoderLimits {
  return {
    maxBulkLength,
    maxArguments: DEFAULT_MAX_ARGUMENTS,
    maxInlineLength: DEFAULT_MAX_INLINE_LENGTH,
    maxBulkLengthForNow: maxBulkLength,
    maxArgumentsForNow: DEFAULT_MAX_ARGUMENTS,
  };
}

/** Limits of a client that must authenticate first: 10 arguments of at most 16 KiB. */
export function unauthenticatedLimits(maxBulkLength: number = DEFAULT_MAX_BULK_LENGTH): DecoderLimits {
  const limits = authenticatedLimits(maxBulkLength);
  limits.maxBulkLengthForNow = UNAUTHENTICATED_MAX_BULK_LENGTH;
  limits.maxArgumentsForNow = UNAUTHENTICATED_MAX_ARGUMENTS;
  return limits;
}
