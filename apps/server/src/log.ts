/** Levels of lines, from the least important. */
export type LogLevel = 'debug' | 'verbose' | 'notice' | 'warning';

/** What `loglevel` may be: the least important level that is written, or none at all. */
export type LogThreshold = LogLevel | 'nothing';

/** Master, replica (slave), child process, Sentinel. */
export type Role = 'M' | 'S' | 'C' | 'X';

const RANKS: Readonly<Record<LogThreshold, number>> = { debug: 0, verbose: 1, notice: 2, warning: 3, nothing: 4 };
const MARKS: Readonly<Record<LogLevel, string>> = { debug: '.', verbose: '-', notice: '*', warning: '#' };
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface LogLine {
  readonly processId: number;
  readonly role: Role;
  /** Written in the local time of the process. */
  readonly time: Date;
  readonly level: LogLevel;
  readonly message: string;
}

/**
 * A line in the form that tools know from Redis, with its line break:
 *
 * ```
 * 12345:M 22 Nov 2026 14:31:00.123 * Ready to accept connections tcp
 * pid role time                    level message
 * ```
 */
export function formatLogLine({ processId, role, time, level, message }: LogLine): string {
  return `${processId}:${role} ${formatTime(time)} ${MARKS[level]} ${message}\n`;
}

function formatTime(time: Date): string {
  const date = `${pad(time.getDate())} ${MONTHS[time.getMonth()]} ${time.getFullYear()}`;
  const clock = `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`;
  return `${date} ${clock}.${pad(time.getMilliseconds(), 3)}`;
}

function pad(number: number, width = 2): string {
  return String(number).padStart(width, '0');
}

/** Whether a line of this level is written. */
export function isLogged(level: LogLevel, threshold: LogThreshold): boolean {
  return RANKS[level] >= RANKS[threshold];
}

export type Log = (level: LogLevel, message: string) => void;

/** What a log needs to know at each line, since all of it may change while the server runs. */
export interface LogContext {
  readonly processId: number;
  role(): Role;
  threshold(): LogThreshold;
  now(): Date;
  /** Takes whole lines. */
  write(text: string): void;
}

export function createLog(context: LogContext): Log {
  return (level, message) => {
    if (!isLogged(level, context.threshold())) return;
    const { processId } = context;
    context.write(formatLogLine({ processId, role: context.role(), time: context.now(), level, message }));
  };
}
