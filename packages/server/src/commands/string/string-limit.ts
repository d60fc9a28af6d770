import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

/** @throws where a string would be longer than a client may send one */
export function checkStringLength(ctx: Context, length: number): void {
  if (length > ctx.server.config.protoMaxBulkLen) throw errors.stringTooLong;
}
