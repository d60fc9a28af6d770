import { encodeCommand, endOfReply, quoteBytes, type RawConnection } from '@respite/testing';
import type { TestConnection } from './in-process.ts';

export type Command = readonly (string | number | Uint8Array)[];

/** Whatever may differ in a reply, made the same: given the text of a reply, one character for each byte. */
export type Mask = (reply: string) => string;

/** No command: even a client that has to authenticate first is told so. */
const END = 'the-end-of-this-exchange';

/** A connection to our server and one to the real one, which are given the same and must answer the same. */
export class BesideOracle {
  readonly ours: TestConnection;
  readonly theirs: RawConnection;
  readonly #mask: Mask;
  readonly #history: string[] = [];

  constructor(ours: TestConnection, theirs: RawConnection, mask: Mask = (reply) => reply) {
    this.ours = ours;
    this.theirs = theirs;
    this.#mask = mask;
  }

  /** Sends commands in one piece. They may have any number of replies, none too; afterwards both still answer. */
  async say(...commands: Command[]): Promise<string> {
    this.#history.push(...commands.map(show));
    const request = Buffer.concat([...commands, ['CLIENT', 'REPLY', 'ON'], [END]].map(encodeCommand));
    const ours = toText(await this.ours.exchange(request));
    const theirs = await this.#theirReplies(request);
    if (this.#mask(ours) === this.#mask(theirs)) return ours;
    throw new Error(`after\n  ${this.history(12)}\nours:   ${JSON.stringify(ours)}\ntheirs: ${JSON.stringify(theirs)}`);
  }

  /** What both answer to one command, which may differ. */
  async tells(command: Command): Promise<[ours: string, theirs: string]> {
    this.#history.push(show(command));
    const request = encodeCommand(command);
    return [toText(await this.ours.exchange(request)), toText(await this.theirs.exchange(request))];
  }

  /** The last commands, a line each. */
  history(most: number): string {
    return this.#history.slice(-most).join('\n  ');
  }

  async #theirReplies(request: Uint8Array): Promise<string> {
    this.theirs.send(request);
    let replies = '';
    for (;;) {
      const reply = toText(await this.theirs.nextReply());
      replies += reply;
      if (reply.includes(END)) return replies;
    }
  }
}

/** The replies in a text, each for itself. */
export function splitReplies(text: string): string[] {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const replies: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = endOfReply(bytes, at);
    if (end < 0) throw new Error(`no whole reply: ${JSON.stringify(text.slice(at))}`);
    replies.push(text.slice(at, end));
    at = end;
  }
  return replies;
}

function show(command: Command): string {
  return command.map((arg) => (arg instanceof Uint8Array ? quoteBytes(arg) : JSON.stringify(arg))).join(' ');
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
