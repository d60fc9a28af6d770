import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';
import { expiryTime } from './expiry-time.ts';

/** Under which condition a string is set or deleted. */
export const Condition = Object.freeze({
  none: 0,
  /** NX */
  ifMissing: 1,
  /** XX */
  ifPresent: 2,
  /** IFEQ */
  ifEqual: 3,
  /** IFNE */
  ifNotEqual: 4,
  /** IFDEQ */
  ifDigestEqual: 5,
  /** IFDNE */
  ifDigestNotEqual: 6,
});

/** What is to become of the key's expiry. */
export const ExpiryOption = Object.freeze({
  none: 0,
  /** EX */
  seconds: 1,
  /** PX */
  milliseconds: 2,
  /** EXAT */
  atSeconds: 3,
  /** PXAT */
  atMilliseconds: 4,
  /** KEEPTTL */
  keep: 5,
  /** PERSIST */
  persist: 6,
});

/** Options that a command knows, as bits; a time (EX, PX, EXAT, PXAT) they all know. */
export const Allow = Object.freeze({
  /** NX and XX */
  existence: 1,
  /** IFEQ, IFNE, IFDEQ and IFDNE */
  comparison: 2,
  /** GET */
  get: 4,
  /** KEEPTTL */
  keep: 8,
  /** PERSIST */
  persist: 16,
});

/**
 * The options of SET, GETEX and MSETEX. Their order is free. One may be repeated, and then the last counts; two conditions, or two
 * words on the expiry, are a syntax error.
 */
export class StringOptions {
  /** One of Condition. */
  condition = 0;
  /** The argument that the condition compares with. */
  operandIndex = 0;
  get = false;
  /** One of ExpiryOption. */
  expiry = 0;
  /** The argument that holds the time of EX, PX, EXAT, PXAT. */
  timeIndex = 0;

  /** Whether a time is given. */
  get hasTime(): boolean {
    return this.expiry !== ExpiryOption.none && this.expiry <= ExpiryOption.atMilliseconds;
  }

  /** Whether the time is counted from now. */
  get isRelative(): boolean {
    return this.expiry === ExpiryOption.seconds || this.expiry === ExpiryOption.milliseconds;
  }

  /** The time given, as milliseconds of Unix time. @throws as expiryTime */
  time(ctx: Context, command: string): number {
    const inSeconds = this.expiry === ExpiryOption.seconds || this.expiry === ExpiryOption.atSeconds;
    return expiryTime(ctx, this.timeIndex, inSeconds, this.isRelative, command);
  }

  /** Reads the arguments from `from` to the last. @param allowed bits of Allow. @throws syntax error */
  read(ctx: Context, from: number, allowed: number): void {
    this.condition = Condition.none;
    this.operandIndex = 0;
    this.get = false;
    this.expiry = ExpiryOption.none;
    this.timeIndex = 0;
    for (let i = from; i < ctx.argc; i++) i = this.#readOne(ctx, i, allowed);
  }

  /** @returns the last argument that belongs to the option at `index` */
  #readOne(ctx: Context, index: number, allowed: number): number {
    // The length tells most words apart.
    switch (ctx.args.lengthOf(index)) {
      case 2:
        if (ctx.is(index, 'ex')) return this.#time(ctx, index, ExpiryOption.seconds);
        if (ctx.is(index, 'px')) return this.#time(ctx, index, ExpiryOption.milliseconds);
        if (ctx.is(index, 'nx')) return this.#condition(index, Condition.ifMissing, allowed & Allow.existence);
        if (ctx.is(index, 'xx')) return this.#condition(index, Condition.ifPresent, allowed & Allow.existence);
        break;
      case 3:
        if (ctx.is(index, 'get') && (allowed & Allow.get) !== 0) {
          this.get = true;
          return index;
        }
        break;
      case 4:
        if (ctx.is(index, 'exat')) return this.#time(ctx, index, ExpiryOption.atSeconds);
        if (ctx.is(index, 'pxat')) return this.#time(ctx, index, ExpiryOption.atMilliseconds);
        if (ctx.is(index, 'ifeq')) return this.#comparison(ctx, index, Condition.ifEqual, allowed);
        if (ctx.is(index, 'ifne')) return this.#comparison(ctx, index, Condition.ifNotEqual, allowed);
        break;
      case 5:
        if (ctx.is(index, 'ifdeq')) return this.#comparison(ctx, index, Condition.ifDigestEqual, allowed);
        if (ctx.is(index, 'ifdne')) return this.#comparison(ctx, index, Condition.ifDigestNotEqual, allowed);
        break;
      case 7:
        if (ctx.is(index, 'keepttl')) return this.#expiry(index, ExpiryOption.keep, allowed & Allow.keep);
        if (ctx.is(index, 'persist')) return this.#expiry(index, ExpiryOption.persist, allowed & Allow.persist);
        break;
    }
    throw errors.syntax;
  }

  #time(ctx: Context, index: number, option: number): number {
    if (index + 1 === ctx.argc) throw errors.syntax;
    this.#expiry(index, option, 1);
    this.timeIndex = index + 1;
    return index + 1;
  }

  #expiry(index: number, option: number, allowed: number): number {
    if (allowed === 0 || (this.expiry !== ExpiryOption.none && this.expiry !== option)) throw errors.syntax;
    this.expiry = option;
    return index;
  }

  #comparison(ctx: Context, index: number, condition: number, allowed: number): number {
    if (index + 1 === ctx.argc) throw errors.syntax;
    this.#condition(index, condition, allowed & Allow.comparison);
    this.operandIndex = index + 1;
    return index + 1;
  }

  #condition(index: number, condition: number, allowed: number): number {
    if (allowed === 0 || (this.condition !== Condition.none && this.condition !== condition)) throw errors.syntax;
    this.condition = condition;
    return index;
  }
}
