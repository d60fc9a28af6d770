import { byteText } from './byte-text.ts';
import { isShownAsText } from './shown-as-text.ts';

/** A command as its arguments, and what they mean to a client. */
export class Command {
  readonly args: readonly Uint8Array[];
  /** The first two of them, in lower case. */
  readonly words: readonly string[];
  /** How many messages confirm it, one for each channel; 0 for what is no (un)subscribing. */
  readonly confirmations: number;
  readonly isShownAsText: boolean;

  constructor(args: readonly Uint8Array[]) {
    this.args = args;
    this.words = args.slice(0, 2).map((arg) => byteText(arg).toLowerCase());
    this.confirmations = /^[ps]?(?:un)?subscribe$/.test(this.name) ? Math.max(args.length - 1, 1) : 0;
    this.isShownAsText = isShownAsText(this.words, args.length);
  }

  get name(): string {
    return this.words[0];
  }
}
