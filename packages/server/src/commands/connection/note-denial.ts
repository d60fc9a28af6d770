import type { DenialContext, DenialReason } from '../../access-control/acl-log.ts';
import { byteText } from '../../access-control/byte-text.ts';
import { Verdict } from '../../access-control/permission-check.ts';
import type { Context } from '../context.ts';
import { clientLine } from './client/client-line.ts';

const reasons: Readonly<Record<number, DenialReason>> = {
  [Verdict.command]: 'command',
  [Verdict.key]: 'key',
  [Verdict.channel]: 'channel',
};

/** Counts and keeps what a check has just denied. */
export function noteDenial(ctx: Context, verdict: number, commandName: string, context: DenialContext): void {
  const { accessControl, counters } = ctx.server;
  if (verdict === Verdict.command) counters.aclDeniedCommand++;
  else if (verdict === Verdict.key) counters.aclDeniedKey++;
  else counters.aclDeniedChannel++;
  const object = verdict === Verdict.command ? commandName : argumentText(ctx, accessControl.deniedArgument);
  keep(ctx, reasons[verdict], context, object, ctx.client.user.name);
}

/** Counts and keeps a login that failed. @param user the name given */
export function noteFailedLogin(ctx: Context, user: string): void {
  ctx.server.counters.aclDeniedAuth++;
  keep(ctx, 'auth', ctx.client.transaction === undefined ? 'toplevel' : 'multi', argumentText(ctx, 0), user);
}

function keep(ctx: Context, reason: DenialReason, context: DenialContext, object: string, user: string): void {
  const client = clientLine(ctx, ctx.client).trimEnd();
  ctx.server.accessControl.note({ reason, context, object, user, client }, ctx.now);
}

function argumentText({ args }: Context, index: number): string {
  return byteText(args.bytes, args.starts[index], args.ends[index]);
}
