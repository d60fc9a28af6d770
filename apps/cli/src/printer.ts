import type { TypedReply } from '@respite/resp';
import { utf8ByteText } from './byte-text.ts';
import type { Settings } from './flags.ts';
import { renderRaw } from './render-raw.ts';
import { type OutputFormat, renderReply } from './render-reply.ts';
import { elementsOf, replyText } from './reply-text.ts';

/** Where output goes: byte text to standard output, lines of text to standard error. */
export interface Streams {
  write(byteText: string): void;
  writeBytes(bytes: Uint8Array): void;
  complain(line: string): void;
  /** Whether a person looks at the output. */
  readonly isTerminal: boolean;
}

/** Prints what comes from the server in the chosen form. */
export class Printer {
  readonly format: OutputFormat;
  readonly streams: Streams;
  /** Whether push messages that come between replies are shown. */
  readonly showsPushes: boolean;
  /** Whether there is somebody to tell what goes on. */
  readonly showsProgress: boolean;

  constructor(settings: Settings, streams: Streams) {
    this.streams = streams;
    this.format = {
      mode: settings.output ?? (streams.isTerminal ? 'tty' : 'raw'),
      delimiter: utf8ByteText(settings.delimiter),
      replyDelimiter: utf8ByteText(settings.replyDelimiter),
    };
    this.showsPushes = settings.showPushes ?? streams.isTerminal;
    this.showsProgress = streams.isTerminal && this.format.mode !== 'raw';
  }

  /** @param asText the reply is a text of many lines, printed as it is in every form */
  reply(reply: TypedReply, asText = false): void {
    const { streams, format } = this;
    if (reply.value instanceof Uint8Array && (asText || format.mode === 'raw')) {
      // The usual case, and the one in which a value of any size goes through without becoming text.
      streams.writeBytes(reply.value);
      if (!asText) streams.write(format.replyDelimiter);
    } else {
      streams.write(asText ? renderRaw(reply, format.delimiter) : renderReply(reply, format));
    }
  }

  /** A push message that is not what was asked for. */
  push(message: TypedReply): void {
    const keys = invalidatedKeys(message);
    if (this.format.mode !== 'tty' || keys === null) this.reply(message);
    else this.streams.write(`-> invalidate: ${keys.map((key) => `'${replyText(key)}'`).join(', ')}\n`);
  }

  /** A line of our own, for the person at the terminal. */
  line(text: string): void {
    this.streams.write(`${utf8ByteText(text)}\n`);
  }

  complain(line: string): void {
    this.streams.complain(line);
  }
}

/** The keys of `>2 invalidate [key ...]`; null for any other message. */
function invalidatedKeys(message: TypedReply): TypedReply[] | null {
  const elements = elementsOf(message);
  if (message.type !== '>' || elements?.length !== 2 || replyText(elements[0]) !== 'invalidate') return null;
  return elementsOf(elements[1]);
}
