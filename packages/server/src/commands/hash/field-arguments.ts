import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';

/** What commands that take `FIELDS numfields field ...` complain about. */
export const hashErrors = {
  fieldsMissing: new CommandError('ERR Mandatory argument FIELDS is missing or not at the right position'),
  badCount: new CommandError('ERR Number of fields must be a positive integer'),
  countNotPositive: new CommandError('ERR Parameter `numFields` should be greater than 0'),
  countMismatch: new CommandError('ERR The `numfields` parameter must match the number of arguments'),
} as const;

const INT32_MAX = 2 ** 31 - 1;

/**
 * Reads `FIELDS numfields` at argument `index`; what follows are the fields, up to the last argument.
 * @param width arguments for each field: 2 where values follow fields
 * @param badCount what is said of a number that cannot be
 * @returns the argument that is the first field
 */
export function fieldsAfter(ctx: Context, index: number, width: number, badCount: CommandError): number {
  if (index + 1 >= ctx.argc || !ctx.is(index, 'fields')) throw hashErrors.fieldsMissing;
  const count = ctx.integer(index + 1, badCount);
  if (count < 1 || count > INT32_MAX) throw badCount;
  if (ctx.argc - index - 2 !== count * width) throw hashErrors.countMismatch;
  return index + 2;
}
