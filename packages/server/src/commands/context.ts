import { equalsIgnoreCase, NOT_AN_INTEGER, parseInt64, parseSmallInteger } from '@respite/bytes';
import type { Arguments, ReplyWriter } from '@respite/resp';
import { type Database, type Entries, KIND_STRING } from '@respite/store';
import type { BlockOptions } from '../blocking/blocking.ts';
import type { KeyEvent } from '../effects/key-events.ts';
import type { Client } from '../session/client.ts';
import type { CommandError } from './command-error.ts';
import { bytesOfQuote, quoteArgument } from './quoted-argument.ts';
import { errors } from './reply-errors.ts';
import type { ServerParts } from './server-parts.ts';

/**
 * All that a command may use while it runs: its arguments, its client, the selected database, the reply, and the parts of the
 * server. There is one, used again for every command; nothing of it may be kept.
 */
export class Context {
  readonly server: ServerParts;
  args!: Arguments;
  client!: Client;
  reply!: ReplyWriter;
  db!: Database;
  /** The arguments whose first one is a key that was looked up ahead, and its number: see `HashTable.lookAhead`. */
  aheadArgs: Arguments | undefined = undefined;
  aheadIndex = 0;
  /** What is propagated in place of the command as it came: set by `propagateAs`. */
  rewritten: (string | Uint8Array | number)[][] | undefined = undefined;

  /** Commands may not wait now: they run inside a transaction or a script, where `block` answers as if its time were up. */
  denyBlocking = false;

  constructor(server: ServerParts) {
    this.server = server;
  }

  /** Number of arguments, the command's own name among them. */
  get argc(): number {
    return this.args.count;
  }

  /** Wall clock: milliseconds of Unix time, the same throughout a command. */
  get now(): number {
    return this.server.clock.nowMs();
  }

  // Arguments.

  /** Whether argument `index` is this word (given in lower case), in any case. */
  is(index: number, word: string): boolean {
    return equalsIgnoreCase(this.args.bytes, this.args.starts[index], this.args.ends[index], word);
  }

  /** Argument `index` as a signed 64-bit integer; beyond 2^53 it is rounded. For counts, indexes and times. */
  integer(index: number, error: CommandError = errors.notAnInteger): number {
    const { bytes, starts, ends } = this.args;
    const small = parseSmallInteger(bytes, starts[index], ends[index]);
    if (!Number.isNaN(small)) return small;
    return Number(this.int64(index, error));
  }

  /** Argument `index` as a signed 32-bit integer, such as the number of a database. */
  int32(index: number, error?: CommandError): number {
    const value = this.integer(index, error);
    if ((value | 0) !== value) throw error ?? errors.notAnInt32;
    return value;
  }

  /** Argument `index` as a signed 64-bit integer, exact: a bigint where a number is not. */
  int64(index: number, error: CommandError = errors.notAnInteger): number | bigint {
    const { bytes, starts, ends } = this.args;
    const value = parseInt64(bytes, starts[index], ends[index]);
    if (value === NOT_AN_INTEGER) throw error;
    return value;
  }

  /** Argument `index` as text, read as UTF-8. For names and options, never for keys and values. */
  text(index: number): string {
    return this.args.text(index);
  }

  // Keys.

  /** The entry at the key in argument `index`, or 0; for commands that read. Counts hits and misses. */
  lookup(index: number): number {
    const { bytes, starts, ends } = this.args;
    const entry = this.#find(index);
    if (entry === 0) {
      this.server.counters.keyspaceMisses++;
      this.server.effects.notifyMiss(this.db, bytes, starts[index], ends[index]);
      return 0;
    }
    this.server.counters.keyspaceHits++;
    this.touch(entry);
    return entry;
  }

  /** As `lookup`, for commands that write: no statistics. */
  lookupForWrite(index: number): number {
    const entry = this.#find(index);
    if (entry !== 0) this.touch(entry);
    return entry;
  }

  #find(index: number): number {
    const { bytes, starts, ends } = this.args;
    if (index === 1 && this.aheadArgs === this.args) {
      return this.db.findAhead(this.aheadIndex, bytes, starts[1], ends[1]);
    }
    return this.db.find(bytes, starts[index], ends[index]);
  }

  /** As `lookup`; the entry is a string. @throws WRONGTYPE */
  lookupString(index: number): number {
    const entry = this.lookup(index);
    if (entry !== 0 && this.entries.kind(entry) !== KIND_STRING) throw errors.wrongType;
    return entry;
  }

  /** As `lookupForWrite`; the entry is of `kind`. @throws WRONGTYPE */
  lookupKindForWrite(index: number, kind: number): number {
    const entry = this.lookupForWrite(index);
    if (entry !== 0 && this.entries.kind(entry) !== kind) throw errors.wrongType;
    return entry;
  }

  /** Notes that the entry was used now, for OBJECT IDLETIME and eviction. */
  touch(entry: number): void {
    // A key that a client with CLIENT NO-TOUCH makes is new all the same: its clock has to begin.
    if (this.client.noTouch && this.entries.accessClock(entry) !== 0) return;
    this.server.accessClock.touch(this.entries, entry);
  }

  get entries(): Entries {
    return this.db.entries;
  }

  // Effects.

  /** Tells of a change of the key in argument `index`. */
  changed(event: KeyEvent, index: number): void {
    const { bytes, starts, ends } = this.args;
    this.server.effects.keyChanged(event, this.db, bytes, starts[index], ends[index]);
  }

  /** A further event of a change already told of. */
  notify(event: KeyEvent, index: number): void {
    const { bytes, starts, ends } = this.args;
    this.server.effects.notify(event, this.db, bytes, starts[index], ends[index]);
  }

  /**
   * What the command did, in a form that does the same whenever it is run again, in place of the command as it came. Several calls:
   * several commands. Without a call the command itself is propagated, if it changed something. Call it only when
   * `server.effects.propagating`, so that nothing is made for nobody.
   */
  propagateAs(...command: (string | Uint8Array | number)[]): void {
    this.rewritten ??= [];
    this.rewritten.push(command);
  }

  /** Argument `index` as bytes of its own, for `propagateAs`. */
  copyOf(index: number): Uint8Array {
    return this.args.toBytes(index);
  }

  // Waiting.

  /**
   * The command found nothing and waits: to be called last, without a reply having been written. When one of the keys may have what
   * it waits for, it is executed again from the beginning, and may wait again; so it must not have changed anything. When its time is
   * up, a null array is sent, as also at once where commands may not wait (a command that answers otherwise there looks at
   * `denyBlocking` itself).
   *
   * ```
   * ctx.block({ kind: KIND_LIST, first: 1, last: ctx.argc - 2, timeoutMs });
   * ```
   */
  block(options: BlockOptions): void {
    if (this.denyBlocking) this.reply.nullArray();
    else this.server.blocking.block(this.client, this.db, this.args, options);
  }

  // Replies that end a command.

  /** Answers with an error, and counts it. */
  fail(error: CommandError | string): void {
    const text = typeof error === 'string' ? error : error.text;
    this.server.counters.totalErrorReplies++;
    this.server.commandStats.countError(text);
    this.reply.error(text);
  }

  /** As `fail`, for a line that quotes what the client sent: a character of `line` is a byte (see `quoted`). */
  failQuoting(line: string): void {
    this.server.counters.totalErrorReplies++;
    this.server.commandStats.countError(line);
    const bytes = bytesOfQuote(line);
    this.reply.errorBytes(bytes, 0, bytes.length);
  }

  /** Argument `index` as an error message quotes it, one character for a byte: up to its first zero byte, and `most` bytes. */
  quoted(index: number, most = 0x7fffffff): string {
    return quoteArgument(this.args, index, most);
  }
}
