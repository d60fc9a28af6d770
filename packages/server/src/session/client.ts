import {
  type Arguments,
  type ChunkPool,
  type DecoderLimits,
  type DecoderScratch,
  ReplyWriter,
  RequestDecoder,
} from '@respite/resp';
import type { Database } from '@respite/store';
import type { User } from '../access-control/user.ts';
import type { ClientTracking } from './client-tracking.ts';
import type { Transaction } from './transaction.ts';
import type { Transport } from './transport.ts';

/** Reasons why a client's commands must pass the gates one by one; 0 for most clients most of the time. */
export const ClientState = Object.freeze({
  unauthenticated: 1 << 0,
  inTransaction: 1 << 1,
  subscribed: 1 << 2,
  replyOff: 1 << 3,
  replySkipNext: 1 << 4,
  replySkip: 1 << 5,
  monitor: 1 << 6,
  tracking: 1 << 7,
  blocked: 1 << 8,
  closeAfterReply: 1 << 9,
  closed: 1 << 10,
  /** Its user may not do everything: see `AccessControl`. */
  restricted: 1 << 12,
  /** Others have their invalidation messages sent to it. */
  redirectTarget: 1 << 11,
});

/** What CLIENT LIST calls a command that there is not. */
export const NO_COMMAND = 'NULL';

/** A key that one client watches. */
export interface Watch {
  readonly client: Client;
  readonly database: number;
  readonly hash: number;
  readonly key: Uint8Array;
  /** It was there when the client began to watch it. */
  readonly existed: boolean;
  /** It was there, but its time had come: that it goes is no change. */
  wasExpired: boolean;
}

/** One connected client: what it is called, what it chose, what it waits for. */
export class Client {
  readonly id: number;
  readonly transport: Transport;
  readonly decoder: RequestDecoder;
  readonly reply: ReplyWriter;
  database: Database;
  /** Bits of ClientState. */
  state = 0;
  /** CLIENT NO-EVICT: it is not closed when clients take too much memory. CLIENT NO-TOUCH: its commands are no use of the keys. */
  noEvict = false;
  noTouch = false;
  /** CLIENT IMPORT-SOURCE: it moves data in, and keys whose time has come are there for it. */
  isImportSource = false;
  /** CLIENT CAPA: letters of what it said it is capable of. */
  capabilities = '';
  /** CLIENT TRACKING. */
  tracking: ClientTracking | undefined = undefined;
  /** The arguments of a command that was put off by CLIENT PAUSE. */
  postponed: Arguments | undefined = undefined;
  /** What it queued since MULTI; undefined outside a transaction. */
  transaction: Transaction | undefined = undefined;
  /** The one that EXEC is running. */
  executing: Transaction | undefined = undefined;
  /** A transaction in whose midst a command takes longer than a turn. */
  suspended: Transaction | undefined = undefined;
  /** Messages that wait for its reply to be complete: see `Push`. */
  heldPushes: ReplyWriter | undefined = undefined;
  /** The keys that it watches for its next transaction, and whether one of them has changed. */
  readonly watches: Watch[] = [];
  watchFailed = false;
  /** What its subscriptions take, in bytes, about: 0 without any. */
  subscriptionBytes = 0;
  name = '';
  libraryName = '';
  libraryVersion = '';
  /** Whom it is logged in as; before that, the default user. */
  user: User;
  /** Unix time in milliseconds: of the connection, and when bytes last went either way. */
  readonly connectedAt: number;
  lastActiveAt: number;
  /** The command that it sent last, in lower case: "client|list". What EXEC runs is not it. */
  lastCommand = NO_COMMAND;
  commandCount = 0;
  inputBytes = 0;
  outputBytes = 0;
  /** In the list of clients that have output to be sent at the end of the turn. */
  flushQueued = false;
  /** In the list of clients whose decoded input waits for their next turn. */
  resumeQueued = false;
  /** The transport was told to stop reading. */
  paused = false;
  /** While its transport is busy: bytes that wait, when somebody last looked. Otherwise 0. */
  unsent = 0;
  /** The most bytes that a read or an incomplete request took, and that went out in one turn, since somebody last looked. */
  inputPeak = 0;
  replyPeak = 0;

  constructor(
    id: number,
    transport: Transport,
    database: Database,
    user: User,
    limits: DecoderLimits,
    scratch: DecoderScratch,
    pool: ChunkPool,
    now: number,
  ) {
    this.id = id;
    this.transport = transport;
    this.database = database;
    this.user = user;
    this.decoder = new RequestDecoder(limits, scratch);
    this.reply = new ReplyWriter(pool);
    this.connectedAt = now;
    this.lastActiveAt = now;
  }

  is(state: number): boolean {
    return (this.state & state) !== 0;
  }
}
