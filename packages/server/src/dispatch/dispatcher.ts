import type { Arguments } from '@respite/resp';
import type { CommandRepeater } from '../blocking/blocking.ts';
import { CommandError } from '../commands/command-error.ts';
import { Context } from '../commands/context.ts';
import { wrongArity } from '../commands/reply-errors.ts';
import type { ServerParts } from '../commands/server-parts.ts';
import { type Client, ClientState, NO_COMMAND } from '../session/client.ts';
import { ServerState } from '../session/server-state.ts';
import type { Transaction } from '../session/transaction.ts';
import { CallAccounting } from './call-accounting.ts';
import type { Command } from './command.ts';
import type { CommandTable } from './command-table.ts';
import { passesGates, refusalAtExec, refusalOf, refuse } from './gates/index.ts';
import { outOfMemory } from './gates/out-of-memory.ts';
import { stillPermitted } from './gates/permitted.ts';
import { isHttp, unknownCommand, unknownSubcommand } from './unknown-command.ts';

/** What a client in a transaction does at once. */
const RUN_INSIDE_MULTI: ReadonlySet<string> = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);

/** How the full names of the subcommands of CLIENT begin. */
const ABOUT_CLIENTS = 'client|';

/** States of the server in which commands may have to wait. */
const MAY_POSTPONE = ServerState.paused | ServerState.suspended;

/** States of the server that decide whether monitors see commands; while data is loaded they do not. */
const MAY_SHOW = ServerState.monitored | ServerState.loading;

/** States of the server in which keys stay when their time has come. */
const KEYS_STAY = ServerState.paused | ServerState.importing;

/** Attempts to speak HTTP are logged once in so many milliseconds. */
const HTTP_LOG_INTERVAL_MS = 60_000;

/** The one road that every command takes: find it, check it, run it, account for it, tell what it did. */
export class Dispatcher implements CommandRepeater {
  readonly #table: CommandTable<Command>;
  readonly #context: Context;
  readonly #server: ServerParts;
  readonly #accounting: CallAccounting;
  #httpLoggedAt = Number.NEGATIVE_INFINITY;

  constructor(table: CommandTable<Command>, server: ServerParts) {
    this.#table = table;
    this.#server = server;
    this.#context = new Context(server);
    this.#accounting = new CallAccounting(server);
  }

  /** As `run`, where the first argument after the name was looked up ahead as number `index`. */
  runAhead(client: Client, index: number): void {
    const ctx = this.#context;
    ctx.aheadArgs = client.decoder.args;
    ctx.aheadIndex = index;
    this.#accounting.sharesClock = this.#server.observability.sharesClock;
    this.run(client);
    this.#accounting.sharesClock = false;
    ctx.aheadArgs = undefined;
  }

  /** The commands that were read ahead have been run. */
  endBatch(): void {
    this.#accounting.settle();
  }

  /** Whose command is running, or ran last. */
  get client(): Client {
    return this.#context.client;
  }

  /** Runs the command in the client's decoder. */
  run(client: Client): void {
    const args = client.decoder.args;
    const ctx = this.#context;
    ctx.args = args;
    // The same client's commands follow each other, and to write a reference costs more than to compare it.
    if (ctx.client !== client) ctx.client = client;
    if (ctx.reply !== client.reply) ctx.reply = client.reply;
    if (ctx.db !== client.database) ctx.db = client.database;
    client.commandCount++;
    if ((client.state | this.#server.gates.state) !== 0) {
      if (client.state === 0 && this.#server.gates.state === ServerState.memoryLimited) this.#runLimited(ctx);
      else this.#runGuarded(ctx);
    } else {
      const command = this.#find(ctx);
      if (command !== undefined) {
        if (client.lastCommand !== command.fullName) client.lastCommand = command.fullName;
        this.#execute(ctx, command);
      }
    }
    if (this.#server.blocking.hasReady) this.#server.blocking.serve();
  }

  /** Runs a command that waited, for a client that is not the one whose turn it is. */
  runAgain(client: Client, command: Command, args: Arguments): boolean {
    const ctx = this.#context;
    this.#turnTo(client, args);
    const { blocking, gates, pause, push, tracking } = this.#server;
    const outer = push.commandBegins(client);
    const mark = ctx.reply.mark();
    const mayRun = (client.state | gates.state) === 0 || passesGates(ctx, command);
    if (mayRun && (gates.state & MAY_POSTPONE) !== 0 && pause.postpones(client, command)) {
      blocking.cancel(client);
      this.#postpone(ctx);
      push.commandEnds(client, outer);
      return true;
    }
    if (mayRun) this.#executeGuarded(ctx, command, true);
    this.#takeBackUnwanted(ctx, mark);
    tracking.commandEnds(client, false);
    push.commandEnds(client, outer);
    return mayRun;
  }

  /** Runs the command that was put off while the server was paused. */
  runPostponed(client: Client): void {
    this.#turnTo(client, client.postponed as Arguments);
    client.postponed = undefined;
    this.#runGuarded(this.#context);
    if (this.#server.blocking.hasReady) this.#server.blocking.serve();
  }

  #turnTo(client: Client, args: Arguments): void {
    // What was counted together so far is another client's.
    this.#accounting.settle();
    this.#accounting.sharesClock = false;
    const ctx = this.#context;
    ctx.args = args;
    ctx.client = client;
    ctx.reply = client.reply;
    ctx.db = client.database;
  }

  /** The way of a command where `maxmemory` is the only reason to look closer, as in most caches: there must be room. */
  #runLimited(ctx: Context): void {
    const command = this.#find(ctx);
    if (command === undefined) return;
    ctx.client.lastCommand = command.fullName;
    const refusal = outOfMemory(ctx, command);
    if (refusal === undefined) this.#execute(ctx, command);
    else refuse(ctx, command, refusal);
  }

  /** The way of a command when there is a reason to look closer: it must pass the gates, and its reply may not be wanted. */
  #runGuarded(ctx: Context): void {
    const { client, reply } = ctx;
    const { gates, pause, push, tracking } = this.#server;
    const outer = push.commandBegins(client);
    let mark = reply.mark();
    if (client.tracking !== undefined) tracking.commandBegins(client.tracking);
    if (client.is(ClientState.replySkipNext)) client.state ^= ClientState.replySkipNext | ClientState.replySkip;
    const command = this.#find(ctx);
    let mayRun = false;
    if (command !== undefined) {
      client.lastCommand = command.fullName;
      const refusal = refusalOf(ctx, command) ?? this.#refusalOfQueued(ctx, command);
      // What gates do, such as evicting keys, may make messages: they go before the reply.
      tracking.tellOwn(client);
      if (push.beforeReply(client)) mark = reply.mark();
      if (refusal !== undefined) refuse(ctx, command, refusal);
      else if ((gates.state & MAY_POSTPONE) === 0 || !pause.postpones(client, command)) mayRun = true;
      else {
        this.#postpone(ctx);
        push.commandEnds(client, outer);
        return;
      }
    }
    if (client.transaction !== undefined) this.#queue(ctx, client.transaction, mayRun ? command : undefined);
    else if (mayRun) this.#executeGuarded(ctx, command as Command);
    this.#takeBackUnwanted(ctx, mark);
    tracking.commandEnds(client, command?.fullName.startsWith(ABOUT_CLIENTS) ?? false);
    push.commandEnds(client, outer);
  }

  /** Keeps the command until the server is paused no more. It has not begun: CLIENT REPLY SKIP is still to come to it. */
  #postpone({ args, client }: Context): void {
    client.postponed = args.copy();
    if (client.is(ClientState.replySkip)) client.state ^= ClientState.replySkipNext | ClientState.replySkip;
    this.#server.pause.postpone(client);
  }

  /** Keeps a command for EXEC; undefined: it was refused. */
  #queue(ctx: Context, transaction: Transaction, command: Command | undefined): void {
    if (command === undefined) {
      transaction.isAborted = true;
    } else if (RUN_INSIDE_MULTI.has(command.fullName)) {
      this.#executeGuarded(ctx, command);
      this.#accounting.hasRunTransaction = false;
    } else {
      // What EXEC will not run need not be kept.
      if (!transaction.isAborted && !ctx.client.watchFailed) transaction.add(command, ctx.args);
      ctx.reply.simple('QUEUED');
    }
  }

  /**
   * EXEC: runs what was queued, one after the other, and nothing in between. Where a command takes longer than a turn, the others wait:
   * see `resumeTransaction`.
   */
  runTransaction(client: Client, transaction: Transaction): void {
    const ctx = this.#context;
    const { args } = ctx;
    ctx.reply.array(transaction.queue.length);
    this.#runQueue(client, transaction);
    this.#accounting.hasRunTransaction = true;
    ctx.args = args;
    ctx.db = client.database;
    // EXEC has been told by what it ran.
    ctx.rewritten = [];
  }

  /** Goes on with a transaction after a command of it that took longer than a turn, such as CONFIG SET of a port. */
  resumeTransaction(client: Client, transaction: Transaction): void {
    client.suspended = undefined;
    const ctx = this.#context;
    ctx.client = client;
    ctx.reply = client.reply;
    const { blocking, push, tracking } = this.#server;
    const outer = push.commandBegins(client);
    this.#runQueue(client, transaction);
    tracking.commandEnds(client, false);
    push.commandEnds(client, outer);
    if (blocking.hasReady) blocking.serve();
  }

  #runQueue(client: Client, transaction: Transaction): void {
    const ctx = this.#context;
    const { effects, pause } = this.#server;
    const { queue } = transaction;
    client.executing = transaction;
    ctx.denyBlocking = true;
    effects.beginTransaction();
    while (transaction.next < queue.length) {
      const { command, args } = queue[transaction.next++];
      ctx.args = args;
      ctx.db = client.database;
      const refusal = stillPermitted(ctx, command as Command);
      if (refusal === undefined) this.#executeGuarded(ctx, command as Command);
      else ctx.fail(refusal);
      if (!client.is(ClientState.blocked)) continue;
      client.suspended = transaction;
      pause.suspend(client);
      break;
    }
    if (client.suspended === undefined) {
      client.executing = undefined;
      pause.resume(client);
    }
    effects.endTransaction();
    ctx.denyBlocking = false;
  }

  /** Why EXEC may not run what it is to run. */
  #refusalOfQueued(ctx: Context, exec: Command): CommandError | undefined {
    const { transaction } = ctx.client;
    if (transaction === undefined || exec.fullName !== 'exec') return undefined;
    for (const { command } of transaction.queue) {
      const refusal = refusalAtExec(ctx, command as Command);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  /** CLIENT REPLY: what was written behind the mark may not be wanted. */
  #takeBackUnwanted({ client, reply }: Context, mark: number): void {
    if (client.is(ClientState.replyOff | ClientState.replySkip) && !client.is(ClientState.closed)) {
      reply.rewind(mark);
      if (!client.is(ClientState.blocked)) client.state &= ~ClientState.replySkip;
    }
  }

  /** The command with the right number of arguments; otherwise the error is sent. */
  #find(ctx: Context): Command | undefined {
    const args = ctx.args;
    let command = this.#table.find(args.bytes, args.starts[0], args.ends[0]);
    if (command === undefined) {
      ctx.client.lastCommand = NO_COMMAND;
      if (isHttp(args)) this.#refuseHttp(ctx);
      else ctx.failQuoting(unknownCommand(args));
      return undefined;
    }
    const { subcommands } = command;
    if (subcommands !== undefined && args.count > 1) {
      const container: Command = command;
      command = subcommands.find(args.bytes, args.starts[1], args.ends[1]);
      if (command === undefined) {
        ctx.client.lastCommand = NO_COMMAND;
        ctx.failQuoting(unknownSubcommand(args, container.fullName));
        return undefined;
      }
    }
    const arity = command.arity;
    if (arity > 0 ? args.count !== arity : args.count < -arity) {
      ctx.client.lastCommand = command.fullName;
      refuse(ctx, command, wrongArity(command.fullName));
      return undefined;
    }
    return command;
  }

  /** Executes a command where somebody may want to know of it: the client, the server or others are in a special state. */
  #executeGuarded(ctx: Context, command: Command, isAgain = false): void {
    const { args, client } = ctx;
    const { dueKeys, gates, observability, tracking } = this.#server;
    const keysStay = (gates.state & KEYS_STAY) !== 0;
    if (keysStay) dueKeys.commandBegins(client, command);
    this.#execute(ctx, command);
    if (keysStay) dueKeys.commandEnds();
    if (client.tracking !== undefined && command.isReadOnly) tracking.commandRead(client, command, args);
    // A command that waits was shown when it came.
    if ((gates.state & MAY_SHOW) === ServerState.monitored && !isAgain)
      observability.showToMonitors(client, command, args);
  }

  #execute(ctx: Context, command: Command): void {
    const { effects, counters } = this.#server;
    const client = ctx.client;
    const dirty = effects.dirty;
    const errors = counters.totalErrorReplies;
    const mark = ctx.reply.mark();
    this.#accounting.begins(command);
    try {
      command.execute(ctx);
    } catch (error) {
      // What the command has written of its reply must not stand before the error.
      ctx.reply.rewind(mark);
      if (error instanceof CommandError) ctx.fail(error);
      else this.#failed(ctx, command, error);
    }
    if (client.state !== 0 && client.is(ClientState.blocked) && this.#server.blocking.isWaiting(client)) {
      this.#accounting.waits(client, command);
    } else this.#accounting.ended(ctx, command, counters.totalErrorReplies > errors, ctx.reply.mark() - mark);
    if (effects.propagating && effects.dirty !== dirty) this.#propagate(ctx);
    else ctx.rewritten = undefined;
  }

  /** Closes the connection at once: what follows in it could be commands that a web page was made to send. */
  #refuseHttp({ client, server, now }: Context): void {
    if (now - this.#httpLoggedAt > HTTP_LOG_INTERVAL_MS) {
      this.#httpLoggedAt = now;
      server.host.log(
        'warning',
        `Possible SECURITY ATTACK detected: ${client.transport.remoteAddress} sends POST or Host: as if this were a web ` +
          'server, likely to make it run commands (cross protocol scripting). Connection aborted.',
      );
    }
    server.sessions.close(client, true);
  }

  /** A fault of ours, or no more memory: the client hears of it, the log tells where. */
  #failed(ctx: Context, command: Command, error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#server.host.log('warning', `Internal error in '${command.fullName}': ${detail}`);
    ctx.fail('ERR internal error; the server log tells more');
  }

  #propagate(ctx: Context): void {
    const { effects } = this.#server;
    const database = ctx.db.index;
    if (ctx.rewritten === undefined) effects.propagate(database, ctx.args);
    else for (const command of ctx.rewritten) effects.propagateValues(database, command);
    ctx.rewritten = undefined;
  }
}
