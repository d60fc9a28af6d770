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
  withoutEffect: (directive: string, reason: string): Message => [
    'notice',
    `The directive '${directive}' has no effect: ${reason}`,
  ],

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

  couldNotListenOnPath: (reason: string): Message => ['warning', `Failed opening Unix socket: bind: ${reason}`],

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

  changesToSave: (changes: number, seconds: number): Message => [
    'notice',
    `${changes} changes in ${seconds} seconds. Saving...`,
  ],

  backgroundSaveStarted: (processId: number): Message => ['notice', `Background saving started by pid ${processId}`],

  backgroundSaveEnded: (): Message => ['notice', 'Background saving terminated with success'],

  backgroundSaveFailed: (): Message => ['warning', 'Background saving error'],

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

  saveFailed: (exitsAnyway: boolean): Message => [
    'warning',
    exitsAnyway ? 'Error trying to save the DB. Exit anyway.' : "Error trying to save the DB, can't exit.",
  ],

  shutdownFailed: (): Message => [
    'warning',
    'Errors trying to shut down the server. Check the logs for more information.',
  ],

  removingPidFile: (): Message => ['notice', 'Removing the pid file.'],

  removingUnixSocket: (): Message => ['notice', 'Removing the unix socket file.'],

  pidFileFailed: (reason: string): Message => ['warning', `Failed to write PID file: ${reason}`],

  bye: (): Message => ['warning', 'Respite is now ready to exit, bye bye...'],
};

export type Transport = 'tcp' | 'unix' | 'tls';
