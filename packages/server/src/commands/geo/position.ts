import { decodePlace, distance, geohashText, place } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { openForRead, sortedSet } from '../sorted-set/open-sorted-set.ts';
import { unit } from './geo-arguments.ts';
import { replyDistance, replyPlace } from './geo-reply.ts';

export const geopos = defineCommand({
  name: 'GEOPOS',
  group: 'geo',
  since: '3.2.0',
  arity: -2,
  flags: 'readonly',
  complexity: 'O(1)',
  summary: 'Gives the longitude and latitude of places.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key [member...]',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const isThere = openForRead(ctx, 1);
    ctx.reply.array(ctx.argc - 2);
    for (let i = 2; i < ctx.argc; i++) {
      if (isThere && sortedSet.find(bytes, starts[i], ends[i])) {
        decodePlace(sortedSet.score);
        replyPlace(ctx, place.longitude, place.latitude);
      } else ctx.reply.nullArray();
    }
  },
});

export const geohash = defineCommand({
  name: 'GEOHASH',
  group: 'geo',
  since: '3.2.0',
  arity: -2,
  flags: 'readonly',
  complexity: 'O(1)',
  summary: 'Gives places as geohash strings of 11 characters.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key [member...]',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const isThere = openForRead(ctx, 1);
    ctx.reply.array(ctx.argc - 2);
    for (let i = 2; i < ctx.argc; i++) {
      if (isThere && sortedSet.find(bytes, starts[i], ends[i])) {
        decodePlace(sortedSet.score);
        ctx.reply.bulkText(geohashText(place.longitude, place.latitude));
      } else ctx.reply.nullBulk();
    }
  },
});

export const geodist = defineCommand({
  name: 'GEODIST',
  group: 'geo',
  since: '3.2.0',
  arity: -4,
  flags: 'readonly',
  complexity: 'O(1)',
  summary: 'Gives the distance between two places.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key member1 member2 [unit=<M|KM|FT|MI>]',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const meters = ctx.argc === 5 ? unit(ctx, 4) : 1;
    if (ctx.argc > 5) throw errors.syntax;
    if (!openForRead(ctx, 1) || !sortedSet.find(bytes, starts[2], ends[2])) {
      ctx.reply.nullBulk();
      return;
    }
    decodePlace(sortedSet.score);
    const { longitude, latitude } = place;
    if (!sortedSet.find(bytes, starts[3], ends[3])) {
      ctx.reply.nullBulk();
      return;
    }
    decodePlace(sortedSet.score);
    replyDistance(ctx, distance(longitude, latitude, place.longitude, place.latitude) / meters);
  },
});
