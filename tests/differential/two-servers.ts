import type { Arguments } from '@respite/resp';
import { endOfReply, type Oracle, type RawConnection } from '@respite/testing';
import { type TestConnection, TestServer } from '../../packages/server/test/in-process.ts';
import { type Command, encodeCommands } from './commands.ts';
import { keyEventsSince72, looseness, newerKeyEvents, questionBefore, type Said } from './looseness.ts';
import type { Sequence } from './random-sequence.ts';
import { defaultSettings } from './random-sequence.ts';
import { type Reply, readReply, replyText } from './reply.ts';

/** Where the two servers went apart. */
export interface Difference {
  /** What was said last, or what was asked about the keyspace in the end. */
  readonly command: Command;
  readonly ours: string;
  readonly theirs: string;
}

/** Commands sent in one piece. */
const BATCH = 40;
/** Databases that sequences use for the most part; the others are in the digest of all. */
const DATABASES = ['0', '1'];

/** Says the same to both servers: a new one of ours, and the oracle after it was emptied. */
export class TwoServers {
  readonly #isOld: boolean;
  readonly #ours: TestConnection;
  readonly #server: TestServer;
  readonly #theirs: RawConnection;
  /** Listens to key events of the oracle. */
  readonly #listening: RawConnection;
  readonly #events: string[] = [];
  /** A third server, which is told what ours says it did. */
  readonly #follower: TestServer;
  readonly #following: TestConnection;
  #protocol: 2 | 3 = 2;
  readonly #before = new Set<string>();
  readonly #excused = new Set<string>();
  #propagated: Uint8Array[] = [];
  #propagatedTo = 0;

  private constructor(oracle: Oracle, theirs: RawConnection, listening: RawConnection) {
    this.#isOld = isOlderThan72(oracle);
    this.#theirs = theirs;
    this.#listening = listening;
    this.#server = new TestServer({ enableDebugCommand: 'yes' });
    this.#ours = this.#server.connect();
    this.#follower = new TestServer({ enableDebugCommand: 'yes' });
    this.#following = this.#follower.connect();
    const { effects } = this.#server.core;
    effects.listen({
      keyEvent: (event, database, key, start, end) => {
        if (newerKeyEvents.includes(event.name)) return;
        this.#events.push(
          `${event.name} ${Buffer.from(key.subarray(start, end)).toString('latin1')} @${database.index}`,
        );
      },
      propagate: (database, command) => this.#remember(database, command),
    });
  }

  /** Runs a sequence on new servers. @returns the first difference, if there is one */
  static async run(oracle: Oracle, sequence: Sequence): Promise<Difference | undefined> {
    const theirs = await oracle.connect();
    const listening = await oracle.connect();
    const servers = new TwoServers(oracle, theirs, listening);
    try {
      return await servers.#run(sequence);
    } finally {
      await theirs.close();
      await listening.close();
    }
  }

  async #run(sequence: Sequence): Promise<Difference | undefined> {
    await this.#theirReplies([['FLUSHALL'], ...defaultSettings, ['CONFIG', 'SET', 'notify-keyspace-events', 'AEmn']]);
    this.#listening.send(encodeCommands([['PSUBSCRIBE', '__keyevent@*', 'end']]));
    await this.#listening.nextReply();
    await this.#listening.nextReply();
    const before = await this.#compare([['HELLO', String(sequence.protocol)]], () => true);
    if (before !== undefined) return before;
    this.#protocol = sequence.protocol;
    await this.#following.exchange(encodeCommands(sequence.settings));
    const commands = [...sequence.settings, ...sequence.steps.flat()];
    for (let i = 0; i < commands.length; i += BATCH) {
      const difference = await this.#compare(commands.slice(i, i + BATCH));
      if (difference !== undefined) return difference;
    }
    return (await this.#compareKeyspaces()) ?? this.#compareFollower();
  }

  /** Says `commands` and compares the replies. */
  async #compare(
    commands: readonly Command[],
    isIgnored: (command: Command) => boolean = () => false,
  ): Promise<Difference | undefined> {
    const asked = commands.flatMap((command) => {
      const question = questionBefore(name(command), command);
      return question === undefined ? [command] : [question, command];
    });
    this.#events.length = 0;
    let ours: string[];
    try {
      ours = await this.#ourReplies(asked);
    } catch (error) {
      return { command: asked[asked.length - 1], ours: String((error as Error).stack), theirs: '(nothing was thrown)' };
    }
    this.#server.core.effects.eventMask = ALL_EVENTS;
    const theirs = await this.#theirReplies([...asked, ['PUBLISH', 'end', '']]);
    let isPacked = false;
    for (let i = 0; i < asked.length; i++) {
      const command = asked[i];
      this.#before.add(name(command));
      if (ours[i] === undefined) return { command, ours: '(no reply)', theirs: theirs[i] };
      if (ours[i] !== theirs[i] && !isIgnored(command)) {
        const said = {
          command,
          name: name(command),
          protocol: this.#protocol,
          isOld: this.#isOld,
          isPacked,
          before: this.#before,
          excused: this.#excused,
        };
        const difference = compareReplies(said, ours[i], theirs[i], this.#excused);
        if (difference !== undefined) return difference;
      }
      isPacked = ours[i] === theirs[i] && PACKED.test(ours[i]);
    }
    return this.#compareEvents(commands[commands.length - 1], await this.#theirEvents());
  }

  #compareEvents(command: Command, told: readonly string[]): Difference | undefined {
    // For which keys SORT looks, and in what order, depends on the order of sets.
    const hasSorted = this.#before.has('SORT') || this.#before.has('SORT_RO');
    const isTold = (event: string) => {
      const [eventName] = event.split(' ', 1);
      if (hasSorted && eventName === 'keymiss') return false;
      return !this.#isOld || !keyEventsSince72.includes(eventName);
    };
    const ours = this.#events.filter(isTold);
    const theirs = told.filter(isTold);
    let at = 0;
    while (at < ours.length && ours[at] === theirs[at]) at++;
    if (at === ours.length && at === theirs.length) return undefined;
    const around = (events: readonly string[]) =>
      `key events ... ${events
        .slice(Math.max(0, at - 3), at + 4)
        .map((event) => JSON.stringify(event))
        .join(', ')}`;
    return { command, ours: around(ours), theirs: around(theirs) };
  }

  /** Everything that is there in the end. */
  async #compareKeyspaces(): Promise<Difference | undefined> {
    const questions: Command[] = [];
    for (const database of DATABASES) {
      const [, all] = await this.#theirReplies([
        ['SELECT', database],
        ['KEYS', '*'],
      ]);
      const keys = readReply(all).items ?? [];
      questions.push(['SELECT', database], ['KEYS', '*'], ['DBSIZE']);
      for (const { text } of keys) {
        const key = text ?? '';
        const [type] = await this.#theirReplies([['TYPE', key]]);
        questions.push(
          ['TYPE', key],
          ['OBJECT', 'ENCODING', key],
          ['PEXPIRETIME', key],
          ...contents(type.slice(1, -2), key),
        );
        // Digests of scores have 17 digits on both sides, but those of old servers are rounded another way.
        questions.push(['DEBUG', 'DIGEST-VALUE', key]);
      }
    }
    for (let i = 0; i < questions.length; i += BATCH) {
      const difference = await this.#compare(questions.slice(i, i + BATCH));
      if (difference !== undefined) return difference;
    }
    return this.#compare([['DEBUG', 'DIGEST']]);
  }

  /** Whether a server that does what ours said it did comes to the same. */
  async #compareFollower(): Promise<Difference | undefined> {
    this.#follower.clock.set(this.#server.clock.nowMs());
    for (const request of this.#propagated) {
      const reply = Buffer.from(await this.#following.exchange(request)).toString('latin1');
      // A command that fails half-way does so wherever it is repeated.
      if (reply.startsWith('-') && !reply.startsWith('-INVALIDOBJ'))
        return { command: ['propagated:', Buffer.from(request).toString('latin1')], ours: reply, theirs: '(no error)' };
    }
    const digest = encodeCommands([['DEBUG', 'DIGEST']]);
    const ours = Buffer.from(await this.#ours.exchange(digest)).toString('latin1');
    const followed = Buffer.from(await this.#following.exchange(digest)).toString('latin1');
    if (ours === followed) return undefined;
    return {
      command: ['DEBUG', 'DIGEST'],
      ours,
      theirs: `${followed} by a server of ours that was told what this one propagated`,
    };
  }

  #remember(database: number, command: Arguments): void {
    if (database !== this.#propagatedTo) {
      this.#propagated.push(encodeCommands([['SELECT', String(database)]]));
      this.#propagatedTo = database;
    }
    const texts: string[] = [];
    for (let i = 0; i < command.count; i++) texts.push(Buffer.from(command.toBytes(i)).toString('latin1'));
    this.#propagated.push(encodeCommands([texts]));
  }

  async #ourReplies(commands: readonly Command[]): Promise<string[]> {
    const { clock } = this.#server;
    this.#server.core.effects.eventMask = ALL_EVENTS;
    clock.set(Math.max(clock.nowMs(), Date.now()));
    let bytes = await this.#ours.exchange(encodeCommands(commands));
    const replies: string[] = [];
    for (let waited = 0; ; waited++) {
      let at = 0;
      while (at < bytes.length) {
        const end = endOfReply(bytes, at);
        if (end < 0) break;
        replies.push(Buffer.from(bytes.subarray(at, end)).toString('latin1'));
        at = end;
      }
      if (replies.length >= commands.length || waited === 100) break;
      // A command waits, a millisecond at most.
      this.#server.advance(1);
      bytes = Buffer.concat([bytes.subarray(at), this.#ours.received()]);
    }
    return replies;
  }

  async #theirReplies(commands: readonly Command[]): Promise<string[]> {
    this.#theirs.send(encodeCommands(commands));
    const replies: string[] = [];
    while (replies.length < commands.length)
      replies.push(Buffer.from(await this.#theirs.nextReply()).toString('latin1'));
    return replies;
  }

  async #theirEvents(): Promise<string[]> {
    const events: string[] = [];
    for (;;) {
      const [, , channel, key] =
        readReply(Buffer.from(await this.#listening.nextReply()).toString('latin1')).items ?? [];
      if (channel.text === 'end') return events;
      const [, database, event] = /^__keyevent@(\d+)__:(.*)$/.exec(channel.text ?? '') ?? [];
      events.push(`${event} ${key.text} @${database}`);
    }
  }
}

const ALL_EVENTS = -1;
const PACKED = /^\$\d+\r\n(?:listpack|intset)\r\n$/;
const CONTAINERS = ['OBJECT', 'XGROUP', 'XINFO', 'CONFIG', 'DEBUG'];

export function isOlderThan72(oracle: Oracle): boolean {
  const [major, minor] = oracle.version.split('.').map(Number);
  return major < 7 || (major === 7 && minor < 2);
}

function name(command: Command): string {
  const word = command[0].toUpperCase();
  return CONTAINERS.includes(word) && command.length > 1 ? `${word} ${command[1].toUpperCase()}` : word;
}

function compareReplies(said: Said, ourText: string, theirText: string, excused: Set<string>): Difference | undefined {
  let ours: Reply = readReply(ourText);
  let theirs: Reply = readReply(theirText);
  const concerned = looseness.filter((each) => each.concerns(said));
  for (const each of concerned) {
    if (each.excuses?.(ours, theirs, said)) {
      excused.add(each.what);
      return undefined;
    }
  }
  for (const each of concerned) {
    ours = each.simplify(ours, said);
    theirs = each.simplify(theirs, said);
  }
  if (replyText(ours) === replyText(theirs)) return undefined;
  return { command: said.command, ours: JSON.stringify(ourText), theirs: JSON.stringify(theirText) };
}

/** Commands that show all of a value. */
function contents(type: string, key: string): Command[] {
  switch (type) {
    case 'string':
      return [['GET', key]];
    case 'list':
      return [['LRANGE', key, '0', '-1']];
    case 'set':
      return [['SMEMBERS', key]];
    case 'hash':
      return [['HGETALL', key]];
    case 'zset':
      return [['ZRANGE', key, '0', '-1', 'WITHSCORES']];
    default:
      return [
        ['XRANGE', key, '-', '+'],
        ['XINFO', 'STREAM', key, 'FULL', 'COUNT', '0'],
      ];
  }
}
