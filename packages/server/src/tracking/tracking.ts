import type { KeyedHash } from '@respite/bytes';
import type { Arguments, ReplyWriter } from '@respite/resp';
import type { Database, Store } from '@respite/store';
import { findKeys, type KeyedCommand } from '../command-meta/find-keys.ts';
import { KeyPositions } from '../command-meta/key-positions.ts';
import type { Config } from '../config/config.ts';
import type { EffectListener, Effects } from '../effects/effects.ts';
import { type Client, ClientState } from '../session/client.ts';
import type { ClientTable } from '../session/client-table.ts';
import type { ClientTracking } from '../session/client-tracking.ts';
import type { Push } from '../session/push.ts';
import { comparePrefixes, type Prefix, Prefixes } from './prefixes.ts';
import { TrackedKeys } from './tracked-keys.ts';

/** What tracking needs of the server. */
export interface TrackingParts {
  readonly store: Store;
  readonly clients: ClientTable;
  readonly push: Push;
  readonly effects: Effects;
  readonly config: Config;
  readonly host: { afterTurn(callback: () => void): void };
  readonly random: () => number;
}

/** The dispatcher, seen from here. */
export interface CommandRunner {
  /** Whose command is running; between commands, whose ran last. */
  readonly client: Client;
}

/** What CLIENT TRACKING ON asks for. */
export interface TrackingOptions {
  readonly redirect: number;
  readonly isBroadcast: boolean;
  readonly prefixes: readonly Uint8Array[];
  readonly optIn: boolean;
  readonly optOut: boolean;
  readonly noLoop: boolean;
}

/** The channel on which clients in RESP2 get their messages, through one that has subscribed to it. */
const CHANNEL = '__redis__:invalidate';
/** Keys that one step takes from a table that is too large; each further step in a row takes so many more. */
const STEP_KEYS = 100;
const EVERYTHING = new Uint8Array(0);

/**
 * Client-side caching: which clients may have which keys in caches of their own, and the messages that tell them when not to trust
 * those any more.
 *
 * ```
 * a tracking client reads      ─▶ commandRead ─▶ TrackedKeys: key -> IDs of clients
 * a key changes, expires ...   ─▶ Effects ─▶ keyChanged ─┬▶ TrackedKeys: a message to each of them; the key is forgotten
 *                                                        └▶ Prefixes (BCAST): kept until the turn ends, then one message for all
 * ```
 *
 * The client whose command is running hears of its own changes when its reply is complete, after all other messages.
 */
export class Tracking implements EffectListener {
  readonly #parts: TrackingParts;
  readonly #runner: CommandRunner;
  readonly #hash: KeyedHash;
  readonly #keys: TrackedKeys;
  readonly #prefixes = new Prefixes();
  readonly #positions = new KeyPositions();
  /** Keys that the client whose command is running will be told of when its reply is complete; undefined: all keys. */
  #own: (Uint8Array | undefined)[] = [];
  #isListening = false;
  #isBroadcastDue = false;
  #isStepDue = false;
  /** Steps in a row after which the table was still too large. */
  #steps = 0;
  /** Number of clients that track. */
  clientCount = 0;
  readonly #broadcastDue = () => this.#broadcast();
  readonly #stepDue = () => this.#step();

  constructor(parts: TrackingParts, runner: CommandRunner) {
    this.#parts = parts;
    this.#runner = runner;
    this.#hash = parts.store.collections.memory.hash;
    this.#keys = new TrackedKeys(parts.store.segments, this.#hash);
    parts.config.onChange(['tracking-table-max-keys'], () => {
      this.#keepLimit();
      return undefined;
    });
  }

  get keyCount(): number {
    return this.#keys.size;
  }

  /** Number of pairs of a key and a client. */
  get itemCount(): number {
    return this.#keys.itemCount;
  }

  get prefixCount(): number {
    return this.#prefixes.size;
  }

  /** Bytes of the table of keys. */
  get usedBytes(): number {
    return this.#keys.usedBytes;
  }

  /** CLIENT TRACKING ON. A client that tracks already gets the new options, and keeps its prefixes beside the new ones. */
  enable(client: Client, options: TrackingOptions): void {
    const { tracking: old } = client;
    const { redirect, isBroadcast, optIn, optOut, noLoop } = options;
    const prefixes = [...(old?.prefixes ?? [])];
    if (isBroadcast) {
      for (const prefix of options.prefixes.length > 0 ? options.prefixes : [EVERYTHING]) {
        if (!prefixes.some((other) => comparePrefixes(other, prefix) === 0)) prefixes.push(prefix);
        this.#prefixes.add(client, prefix);
      }
      prefixes.sort(comparePrefixes);
    }
    if (old === undefined) this.clientCount++;
    client.tracking = {
      redirect,
      isRedirectBroken: false,
      isBroadcast,
      prefixes,
      optIn,
      optOut,
      noLoop,
      caching: old?.caching ?? false,
      isCachingUsed: old?.isCachingUsed ?? false,
    };
    client.state |= ClientState.tracking;
    // It may get messages from now on, also in the midst of its own commands.
    const target = this.#parts.clients.get(redirect);
    if (target !== undefined) target.state |= ClientState.redirectTarget;
    this.#listenIfNeeded();
  }

  /** CLIENT TRACKING OFF. The IDs of the client stay where they are: if it tracks again, it hears of keys that it read before. */
  disable(client: Client): void {
    const { tracking } = client;
    if (tracking === undefined) return;
    if (tracking.isBroadcast) this.#prefixes.remove(client);
    client.tracking = undefined;
    client.state &= ~ClientState.tracking;
    this.clientCount--;
    this.#listenIfNeeded();
  }

  /** The client has gone. With the last one that tracks goes the table. */
  forget(client: Client): void {
    this.disable(client);
    if (this.clientCount > 0 || this.#keys.size === 0) return;
    this.#keys.clear();
    this.#listenIfNeeded();
  }

  #listenIfNeeded(): void {
    const isNeeded = this.clientCount > 0 || this.#keys.size > 0;
    if (isNeeded === this.#isListening) return;
    this.#isListening = isNeeded;
    if (isNeeded) this.#parts.effects.listen(this);
    else this.#parts.effects.stopListening(this);
  }

  // The way of a command of a client that tracks.

  /** A command of the client begins. */
  commandBegins(tracking: ClientTracking): void {
    if (!tracking.isCachingUsed) return;
    tracking.isCachingUsed = false;
    tracking.caching = false;
  }

  /** The client has run a command that reads, alone or in a transaction: it may have the keys in its cache now. */
  commandRead({ id, tracking }: Client, command: KeyedCommand, args: Arguments): void {
    if (tracking === undefined || tracking.isBroadcast) return;
    if (tracking.optIn ? !tracking.caching : tracking.optOut && tracking.caching) return;
    const { bytes, starts, ends } = args;
    const count = findKeys(command, args, this.#positions);
    const { positions } = this.#positions;
    for (let i = 0; i < count; i++) this.#keys.add(bytes, starts[positions[i]], ends[positions[i]], id);
  }

  /**
   * Its command has ended, or waits; in a transaction this is EXEC.
   * @param isAboutClients it was CLIENT, which stands between CLIENT CACHING and the command that it is meant for
   */
  commandEnds(client: Client, isAboutClients: boolean): void {
    if (this.#own.length > 0) this.tellOwn(client);
    const { tracking } = client;
    if (tracking === undefined) return;
    if (tracking.caching && client.transaction === undefined && !isAboutClients) tracking.isCachingUsed = true;
    this.#keepLimit();
  }

  /** Tells the client whose command is running what it has to know: its reply is complete, or has not begun. */
  tellOwn(client: Client): void {
    const own = this.#own;
    if (own.length === 0) return;
    this.#own = [];
    const { tracking } = client;
    if (tracking === undefined) return;
    for (const key of own) {
      if (key === undefined) this.#tellAll(client, tracking);
      else this.#tell(client, tracking, key, 0, key.length);
    }
  }

  // Changes.

  keyChanged(_database: Database, key: Uint8Array, start: number, end: number): void {
    const { effects } = this.#parts;
    if (this.#prefixes.size > 0) {
      const by = effects.isByServer ? undefined : this.#runner.client;
      if (this.#prefixes.note(this.#hash.of(key, start, end), key, start, end, by)) this.#queueBroadcast();
    }
    if (this.#keys.size === 0 || !this.#keys.take(key, start, end)) return;
    this.#tellReaders(key, start, end, true);
  }

  /** Tells those who may have the key that was taken out of the table last. */
  #tellReaders(key: Uint8Array, start: number, end: number, mayBeOwn: boolean): void {
    const { clients, push } = this.#parts;
    for (const id of this.#keys.ids) {
      const client = clients.get(id);
      const tracking = client?.tracking;
      if (client === undefined || tracking === undefined || tracking.isBroadcast) continue;
      if (!mayBeOwn || client !== push.running) this.#tell(client, tracking, key, start, end);
      else if (!tracking.noLoop) this.#own.push(key.slice(start, end));
    }
  }

  databaseChanged(_index: number, isEmptied: boolean): void {
    if (!isEmptied) return;
    const { clients, push } = this.#parts;
    if (this.clientCount > 0) {
      for (const client of clients) {
        if (client.tracking === undefined) continue;
        if (client === push.running) this.#own.push(undefined);
        else this.#tellAll(client, client.tracking);
      }
    }
    this.#keys.clear();
    this.#listenIfNeeded();
  }

  // The mode BCAST.

  #queueBroadcast(): void {
    if (this.#isBroadcastDue) return;
    this.#isBroadcastDue = true;
    this.#parts.host.afterTurn(this.#broadcastDue);
  }

  #broadcast(): void {
    this.#isBroadcastDue = false;
    for (const prefix of this.#prefixes) {
      const { changed, clients } = prefix;
      if (changed.count === 0) continue;
      const order = changed.sorted();
      for (const client of clients) this.#tellChanged(client, client.tracking as ClientTracking, prefix, order);
      changed.clear();
    }
  }

  #tellChanged(client: Client, tracking: ClientTracking, { changed }: Prefix, order: Int32Array): void {
    let { count } = changed;
    if (tracking.noLoop) for (const index of order) if (changed.byWhom(index) === client) count--;
    if (count === 0) return;
    const reply = this.#begin(client, tracking);
    if (reply === undefined) return;
    reply.array(count);
    for (const index of order) {
      if (tracking.noLoop && changed.byWhom(index) === client) continue;
      reply.bulk(changed.bytes, changed.startOf(index), changed.endOf(index));
    }
  }

  // Messages.

  #tell(client: Client, tracking: ClientTracking, key: Uint8Array, start: number, end: number): void {
    const reply = this.#begin(client, tracking);
    if (reply === undefined) return;
    reply.array(1);
    reply.bulk(key, start, end);
  }

  #tellAll(client: Client, tracking: ClientTracking): void {
    this.#begin(client, tracking)?.nullBulk();
  }

  /** Begins a message of which the keys are missing. @returns undefined: nobody can be told */
  #begin(client: Client, tracking: ClientTracking): ReplyWriter | undefined {
    const { clients, push } = this.#parts;
    let target = client;
    if (tracking.redirect !== 0) {
      const other = clients.get(tracking.redirect);
      if (other === undefined) {
        this.#tellBroken(client, tracking);
        return undefined;
      }
      target = other;
    }
    if (target.reply.protocol === 3) {
      const reply = push.to(target);
      reply?.push(2);
      reply?.bulkText('invalidate');
      return reply;
    }
    // In RESP2 there is no telling a message from a reply, except where messages are all that a client gets.
    if (tracking.redirect === 0 || !target.is(ClientState.subscribed)) return undefined;
    const reply = push.to(target);
    reply?.array(3);
    reply?.bulkText('message');
    reply?.bulkText(CHANNEL);
    return reply;
  }

  #tellBroken(client: Client, tracking: ClientTracking): void {
    tracking.isRedirectBroken = true;
    if (client.reply.protocol !== 3) return;
    const reply = this.#parts.push.to(client);
    reply?.push(2);
    reply?.bulkText('tracking-redir-broken');
    reply?.integer(tracking.redirect);
  }

  // The limit of the table.

  #keepLimit(): void {
    const { trackingTableMaxKeys: most } = this.#parts.config;
    if (most > 0 && this.#keys.size > most && !this.#isStepDue) this.#step();
  }

  /** Forgets keys at random until there are no more than there may be; if that takes long, others have their turn in between. */
  #step(): void {
    this.#isStepDue = false;
    const { config, host, random } = this.#parts;
    const most = config.trackingTableMaxKeys;
    for (let left = STEP_KEYS * (this.#steps + 1); left > 0; left--) {
      if (most === 0 || this.#keys.size <= most) {
        this.#steps = 0;
        return;
      }
      this.#keys.takeRandom(random);
      // They are told also of keys that they would have changed themselves: nobody will tell them later.
      this.#tellReaders(this.#keys.key, 0, this.#keys.keyLength, false);
    }
    this.#steps++;
    this.#isStepDue = true;
    host.afterTurn(this.#stepDue);
  }
}
