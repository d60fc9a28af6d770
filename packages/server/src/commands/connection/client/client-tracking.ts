import type { Client } from '../../../session/client.ts';
import { prefixesOverlap } from '../../../tracking/prefixes.ts';
import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { errors } from '../../reply-errors.ts';

const ANOTHER_MODE = 'before disabling tracking for this client, and then re-enabling it with a different mode.';

const oneRedirect = new CommandError('ERR A client can only redirect to a single other client');
const noSuchClient = new CommandError('ERR The client ID you want redirect to does not exist');
const prefixWithoutBroadcast = new CommandError('ERR PREFIX option requires BCAST mode to be enabled');
const otherBroadcast = new CommandError(`ERR You can't switch BCAST mode on/off ${ANOTHER_MODE}`);
const choiceInBroadcast = new CommandError('ERR OPTIN and OPTOUT are not compatible with BCAST');
const bothChoices = new CommandError("ERR You can't specify both OPTIN mode and OPTOUT mode");
const otherChoice = new CommandError(`ERR You can't switch OPTIN/OPTOUT mode ${ANOTHER_MODE}`);
const cachingWithoutTracking = new CommandError(
  'ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
);
const notOptIn = new CommandError('ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.');
const notOptOut = new CommandError('ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.');

export const clientTracking = defineCommand({
  name: 'CLIENT|TRACKING',
  group: 'connection',
  since: '6.0.0',
  arity: -3,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Switches on or off the messages about changed keys that this client has read.',
  syntax: 'status=<ON|OFF> [REDIRECT client-id:integer] [PREFIX... prefix] [BCAST] [OPTIN] [OPTOUT] [NOLOOP]',
  execute(ctx) {
    const { client, server } = ctx;
    const options = parseOptions(ctx);
    if (ctx.is(2, 'off')) {
      server.tracking.disable(client);
    } else if (ctx.is(2, 'on')) {
      checkModes(client, options);
      const overlap = options.isBroadcast ? overlapOf(ctx, client, options.prefixArguments) : undefined;
      if (overlap !== undefined) {
        ctx.failQuoting(overlap);
        return;
      }
      const prefixes = options.prefixArguments.map((index) => ctx.args.toBytes(index));
      server.tracking.enable(client, { ...options, prefixes });
    } else throw errors.syntax;
    ctx.reply.ok();
  },
});

interface ParsedOptions {
  redirect: number;
  isBroadcast: boolean;
  optIn: boolean;
  optOut: boolean;
  noLoop: boolean;
  readonly prefixArguments: number[];
}

function parseOptions(ctx: Context): ParsedOptions {
  const options: ParsedOptions = {
    redirect: 0,
    isBroadcast: false,
    optIn: false,
    optOut: false,
    noLoop: false,
    prefixArguments: [],
  };
  for (let i = 3; i < ctx.argc; i++) {
    const hasMore = i + 1 < ctx.argc;
    if (ctx.is(i, 'redirect') && hasMore) {
      if (options.redirect !== 0) throw oneRedirect;
      options.redirect = ctx.integer(++i);
      if (ctx.server.clients.get(options.redirect) === undefined) throw noSuchClient;
    } else if (ctx.is(i, 'prefix') && hasMore) options.prefixArguments.push(++i);
    else if (ctx.is(i, 'bcast')) options.isBroadcast = true;
    else if (ctx.is(i, 'optin')) options.optIn = true;
    else if (ctx.is(i, 'optout')) options.optOut = true;
    else if (ctx.is(i, 'noloop')) options.noLoop = true;
    else throw errors.syntax;
  }
  return options;
}

/** Modes that do not go together, or with what the client has now. @throws CommandError */
function checkModes({ tracking }: Client, { isBroadcast, optIn, optOut, prefixArguments }: ParsedOptions): void {
  if (!isBroadcast && prefixArguments.length > 0) throw prefixWithoutBroadcast;
  if (tracking !== undefined && tracking.isBroadcast !== isBroadcast) throw otherBroadcast;
  if (isBroadcast && (optIn || optOut)) throw choiceInBroadcast;
  if (optIn && optOut) throw bothChoices;
  if (tracking !== undefined && ((optIn && tracking.optOut) || (optOut && tracking.optIn))) throw otherChoice;
}

/** The error line where a key could begin with two of the prefixes, those that the client has and the new ones. */
function overlapOf(ctx: Context, { tracking }: Client, prefixArguments: readonly number[]): string | undefined {
  for (const [i, index] of prefixArguments.entries()) {
    const prefix = ctx.args.toBytes(index);
    const line = (which: string, other: string) =>
      `ERR Prefix '${ctx.quoted(index)}' overlaps with ${which} prefix '${other}'. ` +
      'Prefixes for a single client must not overlap.';
    const existing = tracking?.prefixes.find((other) => prefixesOverlap(other, prefix));
    if (existing !== undefined) return line('an existing', quoteOf(existing));
    const another = prefixArguments.slice(i + 1).find((other) => prefixesOverlap(prefix, ctx.args.toBytes(other)));
    if (another !== undefined) return line('another provided', ctx.quoted(another));
  }
  return undefined;
}

/** Bytes up to the first zero, a character for each: see `quoteArgument`. */
function quoteOf(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, zero < 0 ? bytes.length : zero));
}

export const clientCaching = defineCommand({
  name: 'CLIENT|CACHING',
  group: 'connection',
  since: '6.0.0',
  arity: 3,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Says whether the keys of the next command shall be tracked, in the modes OPTIN and OPTOUT.',
  syntax: 'mode=<YES|NO>',
  execute(ctx) {
    const { tracking } = ctx.client;
    if (tracking === undefined) throw cachingWithoutTracking;
    if (ctx.is(2, 'yes')) {
      if (!tracking.optIn) throw notOptIn;
    } else if (ctx.is(2, 'no')) {
      if (!tracking.optOut) throw notOptOut;
    } else throw errors.syntax;
    tracking.caching = true;
    tracking.isCachingUsed = false;
    ctx.reply.ok();
  },
});

export const clientGetRedir = defineCommand({
  name: 'CLIENT|GETREDIR',
  group: 'connection',
  since: '6.0.0',
  arity: 2,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: "Gives the ID of the client that receives this connection's invalidation messages.",
  syntax: '',
  execute(ctx) {
    ctx.reply.integer(ctx.client.tracking?.redirect ?? -1);
  },
});

export const clientTrackingInfo = defineCommand({
  name: 'CLIENT|TRACKINGINFO',
  group: 'connection',
  since: '6.2.0',
  arity: 2,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Describes how client-side caching is set up for this connection.',
  syntax: '',
  execute(ctx) {
    const { reply } = ctx;
    const { tracking } = ctx.client;
    const flags = trackingFlags(ctx.client);
    const prefixes = tracking?.prefixes ?? [];
    reply.map(3);
    reply.bulkText('flags');
    reply.set(flags.length);
    for (const flag of flags) reply.bulkText(flag);
    reply.bulkText('redirect');
    reply.integer(tracking?.redirect ?? -1);
    reply.bulkText('prefixes');
    reply.array(prefixes.length);
    for (const prefix of prefixes) reply.bulk(prefix, 0, prefix.length);
  },
});

function trackingFlags({ tracking }: Client): string[] {
  if (tracking === undefined) return ['off'];
  const flags = ['on'];
  if (tracking.isBroadcast) flags.push('bcast');
  if (tracking.optIn) flags.push('optin');
  if (tracking.optIn && tracking.caching) flags.push('caching-yes');
  if (tracking.optOut) flags.push('optout');
  if (tracking.optOut && tracking.caching) flags.push('caching-no');
  if (tracking.noLoop) flags.push('noloop');
  if (tracking.isRedirectBroken) flags.push('broken_redirect');
  return flags;
}
