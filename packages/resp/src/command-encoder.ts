import type { Arguments } from './arguments.ts';
import { BulkOutput } from './bulk-output.ts';
import { ChunkPool } from './chunk-pool.ts';

/** What a command is made of: text (sent as UTF-8), bytes, or a number (sent in decimal). */
export type CommandArgument = string | Uint8Array | number | bigint;

/**
 * Writes commands as a client sends them, in one pass, each argument straight to where it is sent from:
 *
 * ```
 * encoder.command(['SET', 'key', bytes]);     *3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\n.....\r\n
 * ```
 *
 * Any number of commands can be written before the output is taken, chunk by chunk, as of a ReplyWriter.
 */
export class CommandEncoder extends BulkOutput {
  constructor(pool: ChunkPool = new ChunkPool()) {
    super(pool);
  }

  command(args: readonly CommandArgument[]): void {
    this.array(args.length);
    for (let i = 0; i < args.length; i++) {
      const arg = args[i];
      if (typeof arg === 'string') this.bulkText(arg);
      else if (typeof arg === 'number') this.bulkNumber(arg);
      else if (typeof arg === 'bigint') this.bulkText(arg.toString());
      else this.bulk(arg, 0, arg.length);
    }
  }

  /** A command that was decoded, for an append-only file or a replica. */
  arguments(args: Arguments): void {
    this.array(args.count);
    for (let i = 0; i < args.count; i++) this.bulk(args.bytes, args.starts[i], args.ends[i]);
  }

  /** All output in one array of its own; the encoder is empty then. */
  takeBytes(): Uint8Array {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (let i = 0; i < this.chunkCount; i++) {
      const chunk = this.chunkAt(i);
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.recycle();
    return bytes;
  }

  private bulkNumber(value: number): void {
    if (Number.isSafeInteger(value)) this.bulkInteger(value);
    else this.bulkText(String(value));
  }
}

let encoder: CommandEncoder | undefined;

/** One command as bytes of its own. */
export function encodeCommand(args: readonly CommandArgument[]): Uint8Array {
  encoder ??= new CommandEncoder();
  encoder.command(args);
  return encoder.takeBytes();
}
