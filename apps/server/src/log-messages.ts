import type { Directive } from '@respite/server';
import type { LogLevel } from './log.ts';

/** Level and text, for `log(...messages.ready('tcp'))`. */
export type Message = readonly [level: LogLevel, text: string];

/**
 * The lines of a server's life. Scripts and service managers wait for the words of redis-server, so they are kept; our name stands
 * only where nobody looks for the other one.
 */
export const messages = {
  starting: (): Message => ['notice', 'oO0OoO0OoO0Oo Respite is starting oO0OoO0OoO0Oo'],

  version: (version: string, processId: number): Message => [
    'notice',
    `Respite version=${version}, bits=64, commit=00000000, modified=0, pid=${processId}, just started`,
  ],

  noConfigFile: (program: string): Message => [
    'warning',
    'Warning: no config file specified, using the default config. ' +
      `In order to specify a config file use ${program} /path/to/redis.conf`,
  ],

  configLoaded: (): Message => ['notice', 'Configuration loaded'],

  /** A directive was set that this server does not act on. */
  withoutEffect: ({ name, effect, because }: Pick<Directive, 'name' | 'effect' | 'because'>): Message =>
    effect === 'pending'
      ? ['warning', `The directive '${name}' has no effect; not there yet: ${because}.`]
      : ['notice', `The directive '${name}' has no effect: ${because}`],

  moduleNotLoaded: (path: string): Message => ['warning', `Module ${path} is not loaded: modules are native code.`],

  runningMode: (port: number): Message => ['notice', `Running mode=standalone, port=${port}.`],

  /**
   * The test suite of Redis waits for " PID: <pid>", which its logo shows, and after it for "Server initialized". Both in one line
   * also serves those who read line by line.
   */
  initialized: (processId: number): Message => ['notice', `PID: ${processId}. Server initialized`],

  couldNotListen: (address: string, port: number, reason: string): Message => [
    'warning',
    `Warning: Could not create server TCP listening socket ${address}:${port}: bind: ${reason}`,
  ],

  failedListening: (port: number, transport: Transport): Message => [
    'warning',
    `Failed listening on port ${port} (${transport}), aborting.`,
  ],

  tlsFailed: (): Message => ['warning', 'Failed to configure TLS. Check logs for more info.'],

  listensNowhere: (): Message => ['warning', 'Configured to not listen anywhere, exiting.'],

  ready: (transport: Transport): Message => ['notice', `Ready to accept connections ${transport}`],

  loaded: (seconds: number): Message => ['notice', `DB loaded from disk: ${seconds.toFixed(3)} seconds`],

  loadFailed: (reason: string): Message => [
    'warning',
    `Fatal error loading the DB, check server logs. Exiting. ${reason}`,
  ],

  signal: (name: 'SIGINT' | 'SIGTERM', loading: boolean): Message => [
    'warning',
    loading
      ? 'Received shutdown signal during loading, scheduling shutdown.'
      : `Received ${name} scheduling shutdown...`,
  ],

  secondInterrupt: (): Message => ['warning', 'You insist... exiting now.'],

  shuttingDown: (): Message => ['notice', 'User requested shutdown...'],

  savingBeforeExit: (): Message => ['notice', 'Saving the final RDB snapshot before exiting.'],

  saved: (): Message => ['notice', 'DB saved on disk'],

  removingPidFile: (): Message => ['notice', 'Removing the pid file.'],

  pidFileFailed: (reason: string): Message => ['warning', `Failed to write PID file: ${reason}`],

  bye: (): Message => ['warning', 'Respite is now ready to exit, bye bye...'],
};

export type Transport = 'tcp' | 'unix' | 'tls';
