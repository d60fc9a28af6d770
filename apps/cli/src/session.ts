import type { TypedReply } from '@respite/resp';
import { byteText, utf8Bytes, utf8ByteText } from './byte-text.ts';
import { Command } from './command.ts';
import { addressText, Connection, ConnectionLost, type ServerAddress } from './connect.ts';
import { type Settings, wantsResp3 } from './flags.ts';
import { leadingInteger } from './leading-integer.ts';
import type { Printer } from './printer.ts';
import { promptText } from './prompt.ts';
import { isError, replyText } from './reply-text.ts';
import { messageKind, Subscriptions } from './subscriptions.ts';

/**
 * How a command ended: `done` whatever the reply, `lost` without one, `failed` by an error reply where those are to
 * fail, or `stopped` by the person at the terminal. The reason has been told by then.
 */
export type Outcome = 'done' | 'lost' | 'failed' | 'stopped';

const READING_MESSAGES = 'Reading messages... (press Ctrl-C to quit or any key to type command)';
const ERASE_LINE = '\x1b[K';

/** Sends commands, prints replies, and keeps the state of the connection that a prompt shows. */
export class Session {
  readonly printer: Printer;
  address: ServerAddress;
  readonly #settings: Settings;
  #connection: Connection | undefined;
  /** Where to be after connecting anew. */
  #wantedDatabase: number;

  // The state of the connection, gone with it.
  #database = 0;
  #resp3 = false;
  #inTransaction = false;
  #databaseBeforeTransaction = 0;
  #subscriptions = new Subscriptions();

  #isMonitoring = false;
  #messagesInterrupted = false;

  constructor(settings: Settings, printer: Printer) {
    this.#settings = settings;
    this.printer = printer;
    this.address = settings;
    this.#wantedDatabase = settings.database;
  }

  /** Messages come without being asked for. */
  get isSubscribed(): boolean {
    return this.#subscriptions.active;
  }

  get prompt(): string {
    const isConnected = this.#connection !== undefined && this.#connection.lost === undefined;
    return promptText(
      this.address,
      isConnected
        ? { database: this.#database, inTransaction: this.#inTransaction, isSubscribed: this.isSubscribed }
        : null,
    );
  }

  /**
   * Connects, anew if need be, and says what went wrong. A connection whose AUTH, SELECT or HELLO the server refused
   * is one all the same.
   */
  async connect(): Promise<void> {
    this.disconnect();
    try {
      this.#connection = await this.#open();
    } catch (error) {
      this.#complain(`Could not connect to Redis at ${addressText(this.address)}: ${(error as Error).message}`);
      return;
    }
    try {
      await this.#greet(this.#connection);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      this.#complain('\nI/O error');
      this.disconnect();
    }
  }

  disconnect(): void {
    this.#connection?.close();
    this.#connection = undefined;
    this.#database = 0;
    this.#resp3 = false;
    this.#inTransaction = false;
    this.#subscriptions = new Subscriptions();
  }

  /** Runs a command `repeat` times (negative: without end) and prints the replies. */
  async run(args: readonly Uint8Array[], repeat = 1): Promise<Outcome> {
    const command = new Command(args);
    const { intervalMs } = this.#settings;
    for (let left = repeat; left !== 0; left--) {
      const outcome = await this.#runOnce(command);
      if (outcome !== 'done') return outcome;
      if (intervalMs > 0 && left !== 1) await new Promise((resolve) => setTimeout(resolve, intervalMs));
    }
    return 'done';
  }

  /**
   * Prints messages for as long as there are subscriptions, or until `interruptMessages`.
   *
   * @param announce tells the person at the terminal how to end it
   */
  async printMessages(announce = false): Promise<Outcome> {
    const connection = this.#connection;
    this.#messagesInterrupted = false;
    const announces = announce && this.printer.showsProgress;
    while (this.isSubscribed && connection !== undefined) {
      const message = connection.takeReply();
      if (message !== undefined) {
        this.printer.reply(message);
        this.#noticeMessage(message);
        continue;
      }
      if (connection.lost !== undefined) return this.#lost(connection.lost);
      if (this.#messagesInterrupted) break;
      if (announces) this.printer.streams.write(`${dimmed(READING_MESSAGES)}\r`);
      await connection.arrival();
      if (announces) this.printer.streams.write(ERASE_LINE);
    }
    return 'done';
  }

  interruptMessages(): void {
    this.#messagesInterrupted = true;
    this.#connection?.wake();
  }

  /** Ends a MONITOR that runs. @returns whether one did */
  stopMonitoring(): boolean {
    if (!this.#isMonitoring) return false;
    this.#isMonitoring = false;
    this.#connection?.close();
    // The terminal has shown ^C.
    this.printer.streams.write('\n');
    return true;
  }

  /**
   * Asks the server something on a connection of its own, so that neither a transaction nor subscriptions are in the
   * way. @returns null if there is no answer
   */
  async ask(...words: string[]): Promise<TypedReply | null> {
    let connection: Connection | undefined;
    try {
      connection = await this.#open();
      await this.#authenticate(connection);
      return await askOn(connection, words);
    } catch {
      return null;
    } finally {
      connection?.close();
    }
  }

  /** Sends a command and hands back the reply instead of printing it. @returns null if there is none: it is told why */
  async query(args: readonly Uint8Array[]): Promise<TypedReply | null> {
    const connection = await this.#ensureConnected();
    if (connection === undefined) return null;
    try {
      return await exchange(connection, args);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      this.#lost(error.message);
      return null;
    }
  }

  #open(): Promise<Connection> {
    const { tls, tlsFiles } = this.#settings;
    return Connection.open(this.address, tls ? tlsFiles : undefined);
  }

  async #runOnce(command: Command): Promise<Outcome> {
    const connection = await this.#ensureConnected();
    if (connection === undefined) return 'lost';
    try {
      connection.send(command.args);
      if (command.name === 'monitor') return await this.#monitor(connection);
      const reply = await this.#printUntilReply(connection, command);
      if (isError(reply) && this.#settings.failOnError) return 'failed';
      await this.#followState(connection, command, reply);
      return 'done';
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      if (command.name !== 'shutdown') return this.#lost(error.message);
      this.disconnect();
      return 'done';
    }
  }

  async #ensureConnected(): Promise<Connection | undefined> {
    const connection = this.#connection;
    if (connection !== undefined && connection.lost === undefined) return connection;
    // Nothing was on its way when the connection ended, so a new one does as well, unless it would lack state.
    if (connection !== undefined && (this.#inTransaction || this.isSubscribed)) {
      this.#lost(connection.lost ?? '');
      return undefined;
    }
    await this.connect();
    return this.#connection;
  }

  #lost(why: string): Outcome {
    this.#complain(`Error: ${why}`);
    this.disconnect();
    return 'lost';
  }

  async #monitor(connection: Connection): Promise<Outcome> {
    this.#isMonitoring = true;
    try {
      let reply: TypedReply;
      do {
        reply = await connection.nextReply();
        this.printer.reply(reply);
      } while (!isError(reply));
    } catch (error) {
      // Unless `stopMonitoring` ended it, the server did.
      if (this.#isMonitoring) throw error;
      await this.connect();
      return 'stopped';
    } finally {
      this.#isMonitoring = false;
    }
    return 'done';
  }

  /** Prints the reply to the command, and whatever comes before it. */
  async #printUntilReply(connection: Connection, command: Command): Promise<TypedReply> {
    let awaited = command.confirmations;
    for (;;) {
      const reply = await connection.nextReply();
      const kind = awaited > 0 || this.isSubscribed ? messageKind(reply, this.#resp3) : null;
      if (kind !== null) {
        this.printer.reply(reply);
        this.#noticeMessage(reply);
        if (kind === command.name && awaited > 0 && --awaited === 0) return reply;
      } else if (reply.type === '>') {
        if (this.isSubscribed) this.printer.reply(reply);
        else if (this.printer.showsPushes) this.printer.push(reply);
      } else {
        if (isError(reply) && this.#settings.failOnError) this.printer.complain(replyText(reply));
        else this.printer.reply(reply, command.isShownAsText);
        return reply;
      }
    }
  }

  #noticeMessage(message: TypedReply): void {
    const kind = messageKind(message, this.#resp3);
    if (kind !== null) this.#subscriptions.notice(kind, message);
  }

  /** What the reply says about the state of the connection. */
  async #followState(connection: Connection, command: Command, reply: TypedReply): Promise<void> {
    const { args, name } = command;
    const failed = isError(reply);
    const isAlone = args.length === 1;
    if (name === 'select' && args.length === 2 && !failed) {
      this.#enterDatabase(leadingInteger(byteText(args[1])));
    } else if (name === 'auth' && (args.length === 2 || args.length === 3)) {
      await this.#select(connection);
    } else if (name === 'multi' && isAlone && !failed) {
      this.#inTransaction = true;
      this.#databaseBeforeTransaction = this.#database;
    } else if (name === 'exec' && isAlone && this.#inTransaction) {
      this.#inTransaction = false;
      // A SELECT among the commands has not happened either.
      if (failed || reply.value === null) this.#enterDatabase(this.#databaseBeforeTransaction);
    } else if (name === 'discard' && isAlone && !failed) {
      this.#inTransaction = false;
      this.#enterDatabase(this.#databaseBeforeTransaction);
    } else if (name === 'reset' && isAlone && !failed) {
      this.#inTransaction = false;
      this.#resp3 = false;
      this.#subscriptions = new Subscriptions();
      this.#enterDatabase(0);
    } else if (name === 'hello' && !failed) {
      this.#resp3 = reply.type === '%';
    }
  }

  #enterDatabase(database: number): void {
    this.#database = database;
    this.#wantedDatabase = database;
  }

  async #greet(connection: Connection): Promise<void> {
    const refusal = await this.#authenticate(connection);
    if (refusal !== null) {
      this.printer.complain(`AUTH failed: ${replyText(refusal)}`);
      return;
    }
    if (!(await this.#select(connection)) || !wantsResp3(this.#settings)) return;
    const reply = await askOn(connection, ['HELLO', '3']);
    if (isError(reply)) this.printer.complain(`HELLO 3 failed: ${replyText(reply)}`);
    else this.#resp3 = true;
  }

  /** @returns the error with which the server refused; null if it did not, or no password was given */
  async #authenticate(connection: Connection): Promise<TypedReply | null> {
    const { user, password } = this.#settings;
    if (password === undefined) return null;
    const reply = await askOn(connection, user === undefined ? ['AUTH', password] : ['AUTH', user, password]);
    return isError(reply) ? reply : null;
  }

  async #select(connection: Connection): Promise<boolean> {
    const wanted = this.#wantedDatabase;
    if (wanted === this.#database) return true;
    const reply = await askOn(connection, ['SELECT', String(wanted)]);
    if (isError(reply)) this.printer.complain(`SELECT ${wanted} failed: ${replyText(reply)}`);
    else this.#database = wanted;
    return !isError(reply);
  }

  #complain(text: string): void {
    this.printer.complain(utf8ByteText(text));
  }
}

function askOn(connection: Connection, words: readonly string[]): Promise<TypedReply> {
  return exchange(connection, words.map(utf8Bytes));
}

async function exchange(connection: Connection, args: readonly Uint8Array[]): Promise<TypedReply> {
  connection.send(args);
  let reply: TypedReply;
  do reply = await connection.nextReply();
  while (reply.type === '>');
  return reply;
}

function dimmed(text: string): string {
  return process.env.TERM?.includes('xterm') ? `\x1b[1;90m${text}\x1b[0m` : text;
}
