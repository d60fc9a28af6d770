import { bytesOfByteText, byteText } from '../../../access-control/byte-text.ts';
import type { Context } from '../../context.ts';

/** Argument `index` as a byte text, the form that users, rules and patterns have. */
export function byteArgument({ args }: Context, index: number): string {
  return byteText(args.bytes, args.starts[index], args.ends[index]);
}

export function replyByteText({ reply }: Context, text: string): void {
  const bytes = bytesOfByteText(text);
  reply.bulk(bytes, 0, bytes.length);
}
