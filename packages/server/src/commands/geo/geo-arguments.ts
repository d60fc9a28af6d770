import { parseDouble } from '@respite/bytes';
import { LATITUDE_MAX, LONGITUDE_MAX } from '@respite/store';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

const badUnit = new CommandError('ERR unsupported unit provided. please use M, KM, FT, MI');

/** Argument `index` as a number. */
export function double(ctx: Context, index: number, error: CommandError = errors.notAFloat): number {
  const { bytes, starts, ends } = ctx.args;
  const value = parseDouble(bytes, starts[index], ends[index]);
  if (Number.isNaN(value)) throw error;
  return value;
}

/** Arguments `index` and `index + 1` as a place, in degrees. */
export function longitudeAndLatitude(ctx: Context, index: number): { longitude: number; latitude: number } {
  const longitude = double(ctx, index);
  const latitude = double(ctx, index + 1);
  if (Math.abs(longitude) <= LONGITUDE_MAX && Math.abs(latitude) <= LATITUDE_MAX) return { longitude, latitude };
  throw new CommandError(`ERR invalid longitude,latitude pair ${sixDigits(longitude)},${sixDigits(latitude)}`);
}

/** As printf's %f. */
function sixDigits(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Math.abs(value) < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`;
}

/** How many metres the unit in argument `index` has. */
export function unit(ctx: Context, index: number): number {
  if (ctx.is(index, 'm')) return 1;
  if (ctx.is(index, 'km')) return 1000;
  if (ctx.is(index, 'ft')) return 0.3048;
  if (ctx.is(index, 'mi')) return 1609.34;
  throw badUnit;
}
