import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { belongsInHistory, HISTORY_LINES, History, historyFile } from './history.ts';

describe('a line', () => {
  test.each([
    ['get a', true],
    ['3 get a', true],
    ['config set maxmemory 1mb', true],
    ['config get requirepass', true],
    ['hello 3 setname me', true],
    ['migrate h 1 k 0 5 COPY', true],
    ["get 'open", true],
    ['', false],
    ['   ', false],
    ['AUTH secret', false],
    ['2 auth ann secret', false],
    ['"auth" secret', false],
    ['acl setuser ann >secret', false],
    ['config set maxmemory 1mb requirepass secret', false],
    ['CONFIG SET masterauth secret', false],
    ['hello 3 auth ann secret', false],
    ['hello 3 SETNAME me AUTH ann secret', false],
    ['migrate h 1 "" 0 5 COPY AUTH secret keys k', false],
    ['migrate h 1 "" 0 5 AUTH2 ann secret keys k', false],
    ['auth "secret', false],
  ])('%j belongs in the history: %j', (line, belongs) => {
    expect(belongsInHistory(line)).toBe(belongs);
  });
});

describe('the file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'respite-history-'));
    file = join(folder, 'history');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('keeps lines from one session to the next, for its owner alone', () => {
    const first = new History(file);
    expect(first.lines).toEqual([]);
    for (const line of ['ping', 'get é', 'get é', 'ping']) first.add(line);
    expect(new History(file).lines).toEqual(['ping', 'get é', 'ping']);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('is cut when it has grown long', () => {
    const lines = Array.from({ length: 2 * HISTORY_LINES + 1 }, (_, i) => `get ${i}`);
    writeFileSync(file, lines.join('\n'));
    expect(new History(file).lines).toEqual(lines.slice(-HISTORY_LINES));
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(HISTORY_LINES + 1);
  });

  test('that cannot be written is no reason to stop', () => {
    const history = new History(join(folder, 'no', 'such', 'folder'));
    expect(() => history.add('ping')).not.toThrow();
  });

  test('is where the environment says', () => {
    expect(historyFile({}, '/ann')).toBe(join('/ann', '.respitecli_history'));
    expect(historyFile({ REDISCLI_HISTFILE: 'a' }, '/ann')).toBe('a');
    expect(historyFile({ REDISCLI_HISTFILE: 'a', RESPITECLI_HISTFILE: 'b' }, '/ann')).toBe('b');
    expect(historyFile({ REDISCLI_HISTFILE: '/dev/null' }, '/ann')).toBeUndefined();
    expect(new History(undefined).lines).toEqual([]);
  });
});
