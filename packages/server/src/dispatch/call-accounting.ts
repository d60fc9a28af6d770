import type { Arguments } from '@respite/resp';
import type { Context } from '../commands/context.ts';
import type { ServerParts } from '../commands/server-parts.ts';
import type { Client } from '../session/client.ts';
import type { Command } from './command.ts';

/**
 * How often commands were called, how long they took and whether they failed: INFO commandstats, the slow log and its like.
 *
 * Runs of the same short command in a pipeline share one reading of the clock, which takes a tenth of the time of such a command.
 */
export class CallAccounting {
  readonly #server: ServerParts;
  /** Whether the command that runs is one of several that were read ahead, and may share a reading of the clock. */
  sharesClock = false;
  /** EXEC is about to be counted. The failures of commands in its transaction are theirs, not its own. */
  hasRunTransaction = false;
  /** The command whose calls were not counted yet, and how many they are. */
  #open: Command | undefined;
  #openCalls = 0;
  /** The first of them. */
  #openClient: Client | undefined;
  #openArgs: Arguments | undefined;

  constructor(server: ServerParts) {
    this.#server = server;
  }

  /** A command is about to run: what another one took so far is not its time. */
  begins(command: Command): void {
    if (this.#openCalls > 0 && this.#open !== command) this.#close();
  }

  /** Counts what was kept open. Due at the end of a batch, and before another client has its turn. */
  settle(): void {
    if (this.#openCalls > 0) this.#close();
  }

  #close(): void {
    const { clock, commandStats, observability } = this.#server;
    const command = this.#open as Command;
    const microseconds = clock.lap();
    commandStats.countCalls(command.id, this.#openCalls, microseconds);
    this.#openCalls = 0;
    // Which of them took so long nobody knows: the time is put down to the first, as a rule the only one.
    if (microseconds >= observability.slowFrom) {
      observability.commandEnded(this.#openClient as Client, command, this.#openArgs as Arguments, microseconds, 0);
    }
  }

  /** The command has run. @param replyBytes what its reply takes */
  ended(ctx: Context, command: Command, failed: boolean, replyBytes: number): void {
    const { clock, commandStats, counters, observability } = this.#server;
    if (this.sharesClock && command.isConstantTime) {
      if (this.#openCalls++ === 0) {
        this.#open = command;
        this.#openClient = ctx.client;
        this.#openArgs = ctx.args;
      }
      if (replyBytes >= observability.replyFrom) {
        observability.commandEnded(ctx.client, command, ctx.args, 0, replyBytes);
      }
    } else {
      const microseconds = clock.lap();
      commandStats.countCalls(command.id, 1, microseconds);
      if (
        microseconds >= observability.slowFrom ||
        replyBytes >= observability.replyFrom ||
        requestBytesMax(ctx.args) >= observability.requestFrom
      ) {
        observability.commandEnded(ctx.client, command, ctx.args, microseconds, replyBytes);
      }
    }
    if (failed && !this.hasRunTransaction) commandStats.failed[command.id]++;
    counters.commandsProcessed++;
  }

  /** The command waits, and counts as called when it is done. */
  waits(client: Client, command: Command): void {
    const { blocking, clock } = this.#server;
    this.settle();
    blocking.commandReturned(client, command, clock.lap());
  }
}

/** What the request takes on the wire, or a little more. */
function requestBytesMax({ count, ends, starts }: Arguments): number {
  return ends[count - 1] - starts[0] + count * 16;
}
