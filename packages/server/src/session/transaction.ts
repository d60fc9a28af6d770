import type { Arguments } from '@respite/resp';

/** What a transaction keeps of a command: whatever the dispatcher knows it by. */
export interface QueueableCommand {
  readonly fullName: string;
}

/** A command that waits for EXEC, with arguments of its own. */
export interface QueuedCommand {
  readonly command: QueueableCommand;
  readonly args: Arguments;
}

/** What a client has queued since MULTI. */
export class Transaction {
  readonly queue: QueuedCommand[] = [];
  /** A command was refused when it was queued: EXEC will run none. */
  isAborted = false;
  /** The command that EXEC runs next. */
  next = 0;
  /** Bytes of the arguments queued. */
  bytes = 0;

  /** @param args copied: they are the client's, and its next command overwrites them */
  add(command: QueueableCommand, args: Arguments): void {
    const copy = args.copy();
    this.queue.push({ command, args: copy });
    this.bytes += copy.bytes.length;
  }
}
