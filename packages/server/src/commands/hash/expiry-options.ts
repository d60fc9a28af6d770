import { NO_EXPIRY } from '@respite/store';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { fieldsAfter, hashErrors } from './field-arguments.ts';
import { fieldTime } from './field-time.ts';

const oneExpiryOfGet = new CommandError('ERR Only one of EX, PX, EXAT, PXAT or PERSIST arguments can be specified');
const oneExpiryOfSet = new CommandError('ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified');
const oneCondition = new CommandError('ERR Only one of FXX or FNX arguments can be specified');

/** The options of HGETEX and HSETEX, which stand before FIELDS. Read anew by every command. */
export class FieldExpiryOptions {
  /** The moment that EX, PX, EXAT or PXAT gives, milliseconds of Unix time; NO_EXPIRY where none of them is given. */
  time: number = NO_EXPIRY;
  persists = false;
  keepsExpiry = false;
  /** FNX, FXX */
  ifNone = false;
  ifAll = false;
  /** The argument that is the first field. */
  first = 0;
  #hasExpiry = false;

  /** @param command 'hgetex' or 'hsetex' */
  read(ctx: Context, command: 'hgetex' | 'hsetex'): void {
    const isSet = command === 'hsetex';
    this.time = NO_EXPIRY;
    this.persists = this.keepsExpiry = this.ifNone = this.ifAll = this.#hasExpiry = false;
    let at = 2;
    for (; at < ctx.argc && !ctx.is(at, 'fields'); at++) {
      if (isSet && (ctx.is(at, 'fnx') || ctx.is(at, 'fxx'))) {
        if (this.ifNone || this.ifAll) throw oneCondition;
        this.ifNone = ctx.is(at, 'fnx');
        this.ifAll = !this.ifNone;
        continue;
      }
      const [unit, isRelative] = unitOf(ctx, at);
      this.keepsExpiry ||= isSet && ctx.is(at, 'keepttl');
      this.persists ||= !isSet && ctx.is(at, 'persist');
      if (unit === 0 && !this.keepsExpiry && !this.persists) throw hashErrors.fieldsMissing;
      if (this.#hasExpiry) throw isSet ? oneExpiryOfSet : oneExpiryOfGet;
      this.#hasExpiry = true;
      if (unit === 0) continue;
      if (++at === ctx.argc) throw hashErrors.fieldsMissing;
      this.time = fieldTime(ctx, at, unit, isRelative, command);
    }
    this.first = fieldsAfter(ctx, at, isSet ? 2 : 1, hashErrors.badCount);
  }
}

/** The unit in milliseconds of the option at `index`, and whether it counts from now; 0 where it gives no time. */
function unitOf(ctx: Context, index: number): [unit: number, isRelative: boolean] {
  if (ctx.is(index, 'ex')) return [1000, true];
  if (ctx.is(index, 'px')) return [1, true];
  if (ctx.is(index, 'exat')) return [1000, false];
  return ctx.is(index, 'pxat') ? [1, false] : [0, false];
}
