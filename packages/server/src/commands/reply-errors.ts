import { CommandError } from './command-error.ts';

/** Every error line that more than one command sends, in Redis's words. */
export const errors = {
  syntax: new CommandError('ERR syntax error'),
  wrongType: new CommandError('WRONGTYPE Operation against a key holding the wrong kind of value'),
  notAnInteger: new CommandError('ERR value is not an integer or out of range'),
  notAnInt32: new CommandError('ERR value is out of range, value must between -2147483648 and 2147483647'),
  notAFloat: new CommandError('ERR value is not a valid float'),
  noSuchKey: new CommandError('ERR no such key'),
  outOfRange: new CommandError('ERR index out of range'),
  offsetOutOfRange: new CommandError('ERR offset is out of range'),
  overflow: new CommandError('ERR increment or decrement would overflow'),
  stringTooLong: new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)'),
  invalidDatabase: new CommandError('ERR invalid DB index'),
  databaseOutOfRange: new CommandError('ERR DB index is out of range'),
  sameObject: new CommandError('ERR source and destination objects are the same'),
  invalidCursor: new CommandError('ERR invalid cursor'),
  noAuth: new CommandError('NOAUTH Authentication required.'),
  wrongPassword: new CommandError('WRONGPASS invalid username-password pair or user is disabled.'),
  noProtocol: new CommandError('NOPROTO unsupported protocol version'),
  loading: new CommandError('LOADING Redis is loading the dataset in memory'),
  outOfMemory: new CommandError("OOM command not allowed when used memory > 'maxmemory'."),
  persistenceFailed: new CommandError(
    "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may modify " +
      'the data set are disabled, because this instance is configured to report errors during writes if RDB snapshotting fails ' +
      '(stop-writes-on-bgsave-error option). Please check the Redis logs for details about the RDB error.',
  ),
} as const;

/** The expiry given to a command cannot be: zero, negative, or too large. */
export function invalidExpiry(command: string): CommandError {
  return new CommandError(`ERR invalid expire time in '${command.toLowerCase()}' command`);
}

export function wrongArity(fullName: string): CommandError {
  return new CommandError(`ERR wrong number of arguments for '${fullName.toLowerCase()}' command`);
}
