import { latencyGraph } from '../../observability/latency-graph.ts';
import { latencyReport } from '../../observability/latency-report.ts';
import { cumulativeLatencies, type LatencyHistogram } from '../../stats/latency-histogram.ts';
import type { KnownCommand } from '../command-catalog.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { helpSubcommand } from '../help.ts';
import { commandNamed } from './command/find-command.ts';

const NEEDS_ADMIN = 'admin noscript loading stale';
const ABOUT_ONE_NODE = 'nondeterministic_output request_policy:all_nodes response_policy:special';

const latencyDoctor = defineCommand({
  name: 'LATENCY|DOCTOR',
  group: 'server',
  since: '2.8.13',
  arity: 2,
  flags: NEEDS_ADMIN,
  complexity: 'O(1)',
  summary: 'Explains the recorded latency peaks in words.',
  syntax: '',
  tips: ABOUT_ONE_NODE,
  execute(ctx) {
    const { config, observability } = ctx.server;
    ctx.reply.verbatim('txt', latencyReport(observability.latencies, config, seconds(ctx)));
  },
});

const latencyGraphCommand = defineCommand({
  name: 'LATENCY|GRAPH',
  group: 'server',
  since: '2.8.13',
  arity: 3,
  flags: NEEDS_ADMIN,
  complexity: 'O(1)',
  summary: 'Draws the latency peaks of an event in characters.',
  syntax: 'event',
  tips: ABOUT_ONE_NODE,
  execute(ctx) {
    const event = ctx.server.observability.latencies.event(ctx.text(2));
    if (event === undefined) ctx.failQuoting(`ERR No samples available for event '${ctx.quoted(2)}'`);
    else ctx.reply.verbatim('txt', latencyGraph(event, seconds(ctx)));
  },
});

const latencyHistogram = defineCommand({
  name: 'LATENCY|HISTOGRAM',
  group: 'server',
  since: '7.0.0',
  arity: -2,
  flags: NEEDS_ADMIN,
  complexity: 'O(N)',
  summary: 'Gives how long commands took, as cumulative counts over powers of two.',
  syntax: '[command...]',
  tips: ABOUT_ONE_NODE,
  execute(ctx) {
    const { latencies } = ctx.server.commandStats;
    const found: [name: string, histogram: LatencyHistogram][] = [];
    const add = ({ fullName, id, subcommands }: KnownCommand): void => {
      const histogram = latencies[id];
      if (histogram !== undefined) found.push([fullName, histogram]);
      for (const subcommand of subcommands?.commands ?? []) add(subcommand);
    };
    if (ctx.argc === 2) for (const command of ctx.server.commands.commands) add(command);
    for (let i = 2; i < ctx.argc; i++) {
      const command = commandNamed(ctx, i);
      if (command !== undefined) add(command);
    }
    const { reply } = ctx;
    reply.map(found.length);
    for (const [name, histogram] of found) {
      const { calls, classes } = cumulativeLatencies(histogram);
      reply.bulkText(name);
      reply.map(2);
      reply.bulkText('calls');
      reply.integer(calls);
      reply.bulkText('histogram_usec');
      reply.map(classes.length);
      for (const [microseconds, count] of classes) {
        reply.integer(microseconds);
        reply.integer(count);
      }
    }
  },
});

const latencyHistory = defineCommand({
  name: 'LATENCY|HISTORY',
  group: 'server',
  since: '2.8.13',
  arity: 3,
  flags: NEEDS_ADMIN,
  complexity: 'O(1)',
  summary: 'Lists the recorded latency peaks of an event with their times.',
  syntax: 'event',
  tips: ABOUT_ONE_NODE,
  execute(ctx) {
    const { reply } = ctx;
    const samples = ctx.server.observability.latencies.event(ctx.text(2))?.samples ?? [];
    reply.array(samples.length);
    for (const { milliseconds, time } of samples) {
      reply.array(2);
      reply.integer(time);
      reply.integer(milliseconds);
    }
  },
});

const latencyLatest = defineCommand({
  name: 'LATENCY|LATEST',
  group: 'server',
  since: '2.8.13',
  arity: 2,
  flags: NEEDS_ADMIN,
  complexity: 'O(1)',
  summary: 'Gives the last and the worst latency peak of each event.',
  syntax: '',
  tips: ABOUT_ONE_NODE,
  execute(ctx) {
    const { reply } = ctx;
    const { events } = ctx.server.observability.latencies;
    reply.array(events.length);
    for (const { latest, name, worst } of events) {
      reply.array(4);
      reply.bulkText(name);
      reply.integer(latest.time);
      reply.integer(latest.milliseconds);
      reply.integer(worst);
    }
  },
});

const latencyReset = defineCommand({
  name: 'LATENCY|RESET',
  group: 'server',
  since: '2.8.13',
  arity: -2,
  flags: NEEDS_ADMIN,
  complexity: 'O(1)',
  summary: 'Forgets the latency peaks of the given events, or of all.',
  syntax: '[event...]',
  tips: 'request_policy:all_nodes response_policy:agg_sum',
  execute(ctx) {
    const { latencies } = ctx.server.observability;
    if (ctx.argc === 2) {
      ctx.reply.integer(latencies.forgetAll());
      return;
    }
    let forgotten = 0;
    for (let i = 2; i < ctx.argc; i++) if (latencies.forget(ctx.text(i))) forgotten++;
    ctx.reply.integer(forgotten);
  },
});

export const latency = defineCommand({
  name: 'LATENCY',
  group: 'server',
  since: '2.8.13',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands about latency.',
  syntax: '',
  container: true,
  subcommands: [
    latencyDoctor,
    latencyGraphCommand,
    helpSubcommand({
      name: 'LATENCY|HELP',
      group: 'server',
      since: '2.8.13',
      arity: 2,
      flags: 'loading stale',
      complexity: 'O(1)',
      summary: 'Lists the subcommands of LATENCY.',
      syntax: '',
    }),
    latencyHistogram,
    latencyHistory,
    latencyLatest,
    latencyReset,
  ],
});

/** Unix time. */
function seconds(ctx: Context): number {
  return Math.floor(ctx.now / 1000);
}
