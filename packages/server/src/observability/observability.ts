import type { Arguments } from '@respite/resp';
import { CommandFlag } from '../command-meta/command-flags.ts';
import type { Config } from '../config/config.ts';
import { findDirective } from '../config/directives.ts';
import type { Client } from '../session/client.ts';
import type { Push } from '../session/push.ts';
import type { ServerClock } from '../stats/server-clock.ts';
import { CommandLog, loggedArguments } from './command-log.ts';
import { LatencyMonitor } from './latency-monitor.ts';
import { Monitors } from './monitors.ts';
import { requestBytes } from './request-bytes.ts';
import { secretArguments } from './secret-arguments.ts';

/** What is asked of a command. */
export interface ObservedCommand {
  /** "get", "client|kill" */
  readonly fullName: string;
  /** Bits of CommandFlag. */
  readonly flags: number;
}

export interface ObservabilityParts {
  readonly config: Config;
  readonly clock: ServerClock;
  readonly gates: { state: number };
}

/** Below this many microseconds it matters that runs of short commands share one reading of the clock. */
const SHARED_CLOCK_FROM = 1000;
/** Requests up to this size, in bytes, may come in runs whose commands are not looked at one by one: a chunk of input. */
const RUN_BYTES_MAX = 128 * 1024;

/** What stands out among the commands: the slow log, the logs of large requests and replies, latency peaks; and MONITOR. */
export class Observability {
  readonly slow = new CommandLog();
  readonly largeRequests = new CommandLog();
  readonly largeReplies = new CommandLog();
  readonly latencies: LatencyMonitor;
  readonly monitors: Monitors;
  /** From where on a command is to be told of: microseconds that it took, bytes of its request, of its reply. Infinite: never. */
  slowFrom = Number.POSITIVE_INFINITY;
  requestFrom = Number.POSITIVE_INFINITY;
  replyFrom = Number.POSITIVE_INFINITY;
  /** Whether runs of short commands may share one reading of the clock. */
  sharesClock = true;
  readonly #config: Config;
  readonly #clock: ServerClock;

  constructor({ clock, config, gates }: ObservabilityParts, push: Push) {
    this.#config = config;
    this.#clock = clock;
    this.latencies = new LatencyMonitor(() => clock.nowMs());
    this.monitors = new Monitors(push, gates);
    const takeSettings = (): undefined => this.#takeSettings();
    takeSettings();
    config.onChange(
      [
        'slowlog-log-slower-than',
        'slowlog-max-len',
        'commandlog-request-larger-than',
        'commandlog-large-request-max-len',
        'commandlog-reply-larger-than',
        'commandlog-large-reply-max-len',
        'latency-monitor-threshold',
      ],
      takeSettings,
    );
  }

  #takeSettings(): undefined {
    const config = this.#config;
    this.slow.lengthMax = config.slowlogMaxLen;
    this.largeRequests.lengthMax = config.commandlogLargeRequestMaxLen;
    this.largeReplies.lengthMax = config.commandlogLargeReplyMaxLen;
    this.latencies.threshold = config.latencyMonitorThreshold;
    const peak = this.latencies.threshold === 0 ? Number.POSITIVE_INFINITY : this.latencies.threshold * 1000;
    this.slowFrom = Math.min(limit(config.slowlogLogSlowerThan), peak);
    this.requestFrom = limit(config.commandlogRequestLargerThan);
    this.replyFrom = limit(config.commandlogReplyLargerThan);
    this.sharesClock = this.slowFrom >= SHARED_CLOCK_FROM && this.requestFrom > RUN_BYTES_MAX;
    return undefined;
  }

  /** A command has ended that reached one of the limits, or took its time while it waited. @param replyBytes of its reply */
  commandEnded(
    client: Client,
    command: ObservedCommand,
    args: Arguments,
    microseconds: number,
    replyBytes: number,
  ): void {
    const isFast = (command.flags & CommandFlag.fast) !== 0;
    this.latencies.record(isFast ? 'fast-command' : 'command', microseconds / 1000);
    if ((command.flags & CommandFlag.skip_slowlog) !== 0) return;
    if (microseconds >= limit(this.#config.slowlogLogSlowerThan)) {
      this.#log(this.slow, client, command, args, Math.floor(microseconds));
    }
    const bytes = requestBytes(args);
    if (bytes >= this.requestFrom) this.#log(this.largeRequests, client, command, args, bytes);
    if (replyBytes >= this.replyFrom) this.#log(this.largeReplies, client, command, args, replyBytes);
  }

  #log(log: CommandLog, client: Client, command: ObservedCommand, args: Arguments, value: number): void {
    const { slowlogEntryMaxArgc, slowlogEntryMaxStringLen } = this.#config;
    log.add({
      time: Math.floor(this.#clock.nowMs() / 1000),
      value,
      args: loggedArguments(
        args,
        { argumentsMax: slowlogEntryMaxArgc, bytesMax: slowlogEntryMaxStringLen },
        secretArguments(command.fullName, args, isSecretSetting),
      ),
      address: client.transport.remoteAddress,
      clientName: client.name,
    });
  }

  /** A command was carried out while somebody monitors. */
  showToMonitors(client: Client, command: ObservedCommand, args: Arguments): void {
    // What administrators do may hold secrets.
    if ((command.flags & (CommandFlag.admin | CommandFlag.skip_monitor)) !== 0) return;
    const isSecret = secretArguments(command.fullName, args, isSecretSetting);
    this.monitors.show(client, args, this.#clock.nowMicroseconds(), isSecret);
  }
}

/** A setting of which a negative value means never. */
function limit(setting: number): number {
  return setting < 0 ? Number.POSITIVE_INFINITY : setting;
}

function isSecretSetting(name: string): boolean {
  return findDirective(name)?.sensitive ?? false;
}
