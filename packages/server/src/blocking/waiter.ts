import type { Arguments } from '@respite/resp';
import type { ObservedCommand } from '../observability/observability.ts';
import type { Client } from '../session/client.ts';

/** A command that waits, as far as waiting needs to know it: its position in statistics, and what logs ask of it. */
export interface WaitingCommand extends ObservedCommand {
  readonly id: number;
}

/** One client that waits: for which keys, for what in them, until when, and what it then does. */
export class Waiter {
  readonly client: Client;
  /** Orders waiters with the same deadline: the first to wait is the first to give up. */
  readonly order: number;
  /** By the monotonic clock, in milliseconds with fractions; Infinity: for ever. */
  readonly deadline: number;
  /** Its place among the deadlines, -1 while it has none. */
  heapIndex = -1;
  /** The kind of value that it waits for. */
  kind = 0;
  /** It also wants to be woken when the key goes or becomes something else. */
  wakesWhenGone = false;
  /** Its places in the queues of its keys. */
  readonly places: Waiting[] = [];
  /** What is executed again when it is woken. */
  args: Arguments;
  /** Known once the command has returned. */
  command: WaitingCommand | undefined = undefined;
  /** Microseconds that its command has run so far. */
  spent = 0;

  constructor(client: Client, order: number, deadline: number, args: Arguments) {
    this.client = client;
    this.order = order;
    this.deadline = deadline;
    this.args = args;
  }
}

/** The place of one waiter in the queue of one key. */
export class Waiting {
  readonly waiter: Waiter;
  readonly key: WaitingKey;
  previous: Waiting | undefined = undefined;
  next: Waiting | undefined = undefined;
  /** It left the queue; `next` is not to be trusted. */
  left = false;

  constructor(waiter: Waiter, key: WaitingKey) {
    this.waiter = waiter;
    this.key = key;
  }
}

/** A key of one database for which somebody waits, and who does, in the order of their coming. */
export class WaitingKey {
  readonly bytes: Uint8Array;
  readonly hash: number;
  readonly database: number;
  /** Another key of the same hash. */
  sameHash: WaitingKey | undefined = undefined;
  first: Waiting | undefined = undefined;
  last: Waiting | undefined = undefined;
  count = 0;
  /** How many of them want to be woken when the key goes. */
  whenGone = 0;
  /** It is in the list of keys that have become ready. */
  isReady = false;

  constructor(bytes: Uint8Array, hash: number, database: number) {
    this.bytes = bytes;
    this.hash = hash;
    this.database = database;
  }
}
