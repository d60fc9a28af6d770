import { isDump, RdbError, readDump } from '@respite/persistence';
import { NO_EXPIRY } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { deleteKeyInstead } from '../string/delete-key.ts';
import { storeResult } from './store-result.ts';

const busyKey = new CommandError('BUSYKEY Target key name already exists.');
const invalidTtl = new CommandError('ERR Invalid TTL value, must be >= 0');
const invalidIdleTime = new CommandError('ERR Invalid IDLETIME value, must be >= 0');
const invalidFrequency = new CommandError('ERR Invalid FREQ value, must be >= 0 and <= 255');
const wrongPayload = new CommandError('ERR DUMP payload version or checksum are wrong');
const badFormat = new CommandError('ERR Bad data format');

/** Arguments before the options. */
const OPTIONS = 4;
const FREQUENCY_MAX = 255;
const NOT_GIVEN = -1;

interface Options {
  replaces: boolean;
  isAbsolute: boolean;
  idleSeconds: number;
  frequency: number;
}

export const restore = defineCommand({
  name: 'RESTORE',
  group: 'generic',
  since: '2.6.0',
  arity: -4,
  flags: 'write denyoom',
  categories: 'dangerous',
  complexity: 'O(1) / O(N*M) / O(1*M) / O(N*M*log(N)) / O(log(N))',
  summary: 'Creates a key from the binary form that DUMP gave.',
  keys: [keyRange('OW update', 1)],
  syntax:
    'key ttl:integer serialized-value [REPLACE^3.0.0] [ABSTTL^5.0.0] [IDLETIME seconds:integer^5.0.0] ' +
    '[FREQ frequency:integer^5.0.0]',
  execute(ctx) {
    const options = readOptions(ctx);
    const { bytes, starts, ends } = ctx.args;
    const { store, config, debug } = ctx.server;
    if (!options.replaces && ctx.lookupForWrite(1) !== 0) throw busyKey;
    const ttl = ctx.integer(2);
    if (ttl < 0) throw invalidTtl;
    if (!isDump(bytes, starts[3], ends[3], debug.skipChecksums)) throw wrongPayload;
    const made = readPayload(ctx);
    const expiry = ttl === 0 || options.isAbsolute ? ttl : ctx.now + ttl;
    if (ttl > 0 && expiry <= ctx.now) {
      store.scratch.clear();
      const old = ctx.db.find(bytes, starts[1], ends[1]);
      if (old !== 0) deleteKeyInstead(ctx, old, 1, config.lazyfreeLazyServerDel);
      ctx.reply.ok();
      return;
    }
    storeResult(ctx, made, 1, keyEvents.restore, ttl === 0 ? NO_EXPIRY : expiry);
    setAccess(ctx, options);
    if (ttl > 0 && !options.isAbsolute && ctx.server.effects.propagating) propagateAbsolute(ctx, expiry);
    ctx.reply.ok();
  },
});

/** Makes the value in the scratch database. @returns its entry */
function readPayload(ctx: Context): number {
  const { bytes, starts, ends } = ctx.args;
  const { store, config, host } = ctx.server;
  const { scratch } = store;
  const key = ctx.copyOf(1);
  try {
    return readDump(bytes, starts[3], ends[3], {
      database: scratch,
      bytes: key,
      length: key.length,
      expiry: NO_EXPIRY,
      limits: config,
    });
  } catch (error) {
    scratch.clear();
    if (!(error instanceof RdbError)) throw error;
    host.log('warning', `RESTORE of a payload that holds no value: ${error.message}`);
    throw badFormat;
  }
}

function readOptions(ctx: Context): Options {
  const options = { replaces: false, isAbsolute: false, idleSeconds: NOT_GIVEN, frequency: NOT_GIVEN };
  for (let i = OPTIONS; i < ctx.argc; i++) {
    const hasValue = i + 1 < ctx.argc;
    if (ctx.is(i, 'replace')) options.replaces = true;
    else if (ctx.is(i, 'absttl')) options.isAbsolute = true;
    else if (ctx.is(i, 'idletime') && hasValue && options.frequency === NOT_GIVEN) {
      options.idleSeconds = ctx.integer(++i);
      if (options.idleSeconds < 0) throw invalidIdleTime;
    } else if (ctx.is(i, 'freq') && hasValue && options.idleSeconds === NOT_GIVEN) {
      options.frequency = ctx.integer(++i);
      if (options.frequency < 0 || options.frequency > FREQUENCY_MAX) throw invalidFrequency;
    } else throw errors.syntax;
  }
  return options;
}

/** What is told of the key's use holds, if the policy goes by it; else the key is new. */
function setAccess(ctx: Context, { idleSeconds, frequency }: Options): void {
  const { accessClock } = ctx.server;
  const isTold = accessClock.countsFrequency ? frequency : idleSeconds;
  if (isTold === NOT_GIVEN) return;
  const { bytes, starts, ends } = ctx.args;
  const entry = ctx.db.find(bytes, starts[1], ends[1]);
  if (accessClock.countsFrequency) accessClock.setFrequency(ctx.entries, entry, frequency);
  else accessClock.setIdleSeconds(ctx.entries, entry, idleSeconds);
}

/** The same command with the moment at which the key expires. */
function propagateAbsolute(ctx: Context, expiry: number): void {
  const options = Array.from({ length: ctx.argc - OPTIONS }, (_, i) => ctx.copyOf(OPTIONS + i));
  ctx.propagateAs('RESTORE', ctx.copyOf(1), String(expiry), ctx.copyOf(3), ...options, 'ABSTTL');
}
