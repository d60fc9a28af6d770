import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config, ConfigFileError, ConfigLoader } from '@respite/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { includedFrom, logFileWriter, readConfigFile, resolveDirectory, rewriteConfigOnDisk } from './config-files.ts';
import { expandPathPattern } from './expand-path-pattern.ts';
import { systemErrorText } from './system-error-text.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'respite-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('configuration files', () => {
  it('keep bytes that are not UTF-8', () => {
    const path = put('a.conf', Uint8Array.from([0x61, 0xff, 0xc3, 0xbc]));
    expect(readConfigFile(path)).toEqual({ name: path, text: 'a\udcffü' });
    expect(() => readConfigFile(join(folder, 'gone'))).toThrow(
      new ConfigFileError(`can't open config file '${join(folder, 'gone')}': No such file or directory`),
    );
  });

  it('include others, by name or pattern, relative to dir', () => {
    mkdirSync(join(folder, 'conf.d'));
    put('conf.d/10-a.conf', 'port 1\nhz 11\n');
    put('conf.d/20-b.conf', 'port 2\n');
    put('conf.d/.hidden.conf', 'port 3\n');
    put('conf.d/30-c.txt', 'port 4\n');
    put('one.conf', 'timeout 7\n');
    const config = new Config({ resolveDirectory });
    const loader = new ConfigLoader(config, includedFrom(config));
    const text = `dir ${folder}\ninclude conf.d/*.conf\ninclude one.conf\ninclude none/*.conf\n`;
    loader.load({ name: 'redis.conf', text });
    expect([config.port, config.hz, config.timeout]).toEqual([2, 11, 7]);
    expect(() => loader.load({ name: 'redis.conf', text: 'include gone.conf' })).toThrow(
      "can't open config file 'gone.conf': No such file or directory",
    );
  });

  it('are rewritten in one step', () => {
    const path = put('redis.conf', '# mine\nmaxmemory 1mb\n');
    const config = new Config({ values: { maxmemory: '2mb', dir: folder } });
    expect(rewriteConfigOnDisk(path, config)).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toMatch(/^# mine\nmaxmemory 2mb\n/);
    expect(readdirSync(folder)).toEqual(['redis.conf']);
    expect(rewriteConfigOnDisk(join(folder, 'gone', 'redis.conf'), config)).toBe(
      'Rewriting config file: No such file or directory',
    );
  });

  it('stay as private as they were, and behind their links', () => {
    const path = put('redis.conf', 'requirepass a\n');
    chmodSync(path, 0o600);
    const isUnix = process.platform !== 'win32';
    const link = isUnix ? join(folder, 'link.conf') : path;
    if (isUnix) symlinkSync('redis.conf', link);
    const config = new Config({ values: { requirepass: 'b', dir: folder } });
    expect(rewriteConfigOnDisk(link, config)).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toMatch(/^requirepass "b"\n/);
    expect(lstatSync(link).isSymbolicLink()).toBe(isUnix);
    if (isUnix) expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('dir', () => {
  it('is absolute and exists', () => {
    mkdirSync(join(folder, 'sub'));
    put('file', '');
    expect(resolveDirectory('sub', folder)).toEqual({ path: join(folder, 'sub') });
    expect(resolveDirectory('./', folder)).toEqual({ path: folder });
    expect(resolveDirectory('gone', folder)).toEqual({ reason: 'No such file or directory' });
    expect(resolveDirectory('file', folder)).toEqual({ reason: 'Not a directory' });
    expect(new Config({ resolveDirectory }).dir).toBe(process.cwd());
  });
});

describe('a log file', () => {
  it('may be moved away at any time', () => {
    const path = join(folder, 'log');
    const write = logFileWriter(path);
    write('one\n');
    rmSync(path);
    write('two\n');
    expect(readFileSync(path, 'utf8')).toBe('two\n');
  });

  it('must be possible to open', () => {
    expect(() => logFileWriter(join(folder, 'gone', 'log'))).toThrow(
      new ConfigFileError("Can't open the log file: No such file or directory"),
    );
  });
});

describe('expandPathPattern', () => {
  it.each([
    ['*', ['a.conf', 'b.conf', 'b[1].txt', 'c']],
    ['*.conf', ['a.conf', 'b.conf']],
    ['?.conf', ['a.conf', 'b.conf']],
    ['[!a].conf', ['b.conf']],
    ['[a-b].co*f', ['a.conf', 'b.conf']],
    ['b[[]1].txt', ['b[1].txt']],
    ['.*', ['.d']],
    ['c/*/x', ['c/1/x', 'c/2/x']],
    ['./c/../c/1/?', ['c/1/x']],
    ['no*/x', []],
    ['(a|b).conf*', []],
  ])('%s', (pattern, expected) => {
    for (const name of ['a.conf', 'b.conf', 'b[1].txt', '.d']) put(name, '');
    for (const name of ['c', 'c/1', 'c/2']) mkdirSync(join(folder, name));
    put('c/1/x', '');
    put('c/2/x', '');
    const paths = expected.map((name) => join(folder, name));
    expect(expandPathPattern(pattern, folder)).toEqual(paths);
    expect(expandPathPattern(`${folder}/${pattern}`, '/')).toEqual(paths);
  });
});

describe('systemErrorText', () => {
  it('speaks as the C library does', () => {
    const error = (code: string): Error => Object.assign(new Error('text of Node'), { code });
    expect(systemErrorText(error('EADDRINUSE'))).toBe('Address already in use');
    expect(systemErrorText(error('EACCES'))).toBe('Permission denied');
    expect(systemErrorText(error('EADDRNOTAVAIL'))).toBe('Cannot assign requested address');
    expect(systemErrorText(error('ERR_NODE'))).toBe('text of Node');
    expect(systemErrorText(new Error('plain'))).toBe('plain');
    expect(systemErrorText('word')).toBe('word');
  });
});
