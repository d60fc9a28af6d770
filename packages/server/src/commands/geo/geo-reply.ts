import type { Context } from '../context.ts';

/** A distance with four digits behind the point; of two as near, the even one. */
export function replyDistance(ctx: Context, distance: number): void {
  const scaled = distance * 10_000;
  let rounded = Math.round(scaled);
  if (rounded - scaled === 0.5 && rounded % 2 !== 0) rounded--;
  ctx.reply.bulkText((rounded / 10_000).toFixed(4));
}

/** A place as two numbers, each with all of 17 digits behind the point but the zeros at its end. */
export function replyPlace(ctx: Context, longitude: number, latitude: number): void {
  ctx.reply.array(2);
  ctx.reply.doubleFromText(coordinateText(longitude));
  ctx.reply.doubleFromText(coordinateText(latitude));
}

function coordinateText(degrees: number): string {
  return degrees.toFixed(17).replace(/\.?0+$/, '');
}
