import { describe, expect, it } from 'vitest';
import { createLog, formatLogLine, isLogged, type LogLevel, type LogThreshold, type Role } from './log.ts';
import { messages } from './log-messages.ts';

const time = new Date(2026, 10, 2, 4, 5, 6, 7);

describe('a log line', () => {
  it.each([
    ['debug', '.'],
    ['verbose', '-'],
    ['notice', '*'],
    ['warning', '#'],
  ] as [LogLevel, string][])('of level %s is marked %s', (level, mark) => {
    const line = formatLogLine({ processId: 12345, role: 'M', time, level, message: 'Server initialized' });
    expect(line).toBe(`12345:M 02 Nov 2026 04:05:06.007 ${mark} Server initialized\n`);
  });

  it('has the form that redis-server has', () => {
    const line = formatLogLine({ processId: 1, role: 'C', time: new Date(), level: 'notice', message: 'x' });
    expect(line).toMatch(/^\d+:[XCSM] \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3} [.\-*#] .*\n$/);
  });
});

describe('loglevel', () => {
  const levels: LogLevel[] = ['debug', 'verbose', 'notice', 'warning'];

  it.each([
    ['debug', levels],
    ['verbose', ['verbose', 'notice', 'warning']],
    ['notice', ['notice', 'warning']],
    ['warning', ['warning']],
    ['nothing', []],
  ] as [LogThreshold, LogLevel[]][])('%s lets through %j', (threshold, through) => {
    expect(levels.filter((level) => isLogged(level, threshold))).toEqual(through);
  });

  it('and role are looked up for every line', () => {
    let threshold: LogThreshold = 'warning';
    let role: Role = 'C';
    const lines: string[] = [];
    const log = createLog({
      processId: 7,
      role: () => role,
      threshold: () => threshold,
      now: () => time,
      write: (text) => lines.push(text),
    });
    log('notice', 'unheard');
    threshold = 'notice';
    role = 'M';
    log(...messages.ready('tcp'));
    expect(lines).toEqual(['7:M 02 Nov 2026 04:05:06.007 * Ready to accept connections tcp\n']);
  });
});

describe('messages that tools wait for', () => {
  it('tell the process id before "Server initialized", in one line', () => {
    const [level, text] = messages.initialized(4711);
    const line = formatLogLine({ processId: 4711, role: 'M', time, level, message: text });
    expect(line).toMatch(/ PID: 4711.*Server initialized/);
  });

  it.each([
    [messages.ready('unix'), 'Ready to accept connections unix'],
    [messages.loaded(0.0012), 'DB loaded from disk: 0.001 seconds'],
    [messages.shuttingDown(), 'User requested shutdown...'],
    [messages.signal('SIGTERM', false), 'Received SIGTERM scheduling shutdown...'],
    [messages.signal('SIGINT', false), 'Received SIGINT scheduling shutdown...'],
    [messages.signal('SIGTERM', true), 'Received shutdown signal during loading, scheduling shutdown.'],
    [messages.savingBeforeExit(), 'Saving the final RDB snapshot before exiting.'],
    [messages.saved(), 'DB saved on disk'],
    [messages.bye(), 'Respite is now ready to exit, bye bye...'],
    [messages.failedListening(6379, 'tcp'), 'Failed listening on port 6379 (tcp), aborting.'],
    [
      messages.couldNotListen('127.0.0.1', 6379, 'Address already in use'),
      'Warning: Could not create server TCP listening socket 127.0.0.1:6379: bind: Address already in use',
    ],
  ])('%j', ([, text], expected) => {
    expect(text).toBe(expected);
  });
});
