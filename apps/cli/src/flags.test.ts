import { describe, expect, test } from 'vitest';
import { defaultSettings, flags, parseFlags, type Settings, wantsResp3 } from './flags.ts';
import { usageText } from './usage.ts';

function settingsOf(args: readonly string[], env: NodeJS.ProcessEnv = {}): Settings {
  const invocation = parseFlags(args, env);
  if (invocation.action !== 'run') throw new Error(JSON.stringify(invocation));
  return invocation.settings;
}

describe('flags', () => {
  test.each<[string, Partial<Settings>]>([
    ['-h example.com -p 7000', { host: 'example.com', port: 7000 }],
    ['-p 12ab', { port: 12 }],
    ['-s /run/r.sock', { socket: '/run/r.sock' }],
    ['-a secret --user ann', { password: 'secret', user: 'ann', authWarning: true }],
    ['--pass secret --no-auth-warning', { password: 'secret', authWarning: false }],
    [
      '-u redis://ann:secret@h:1/2',
      { user: 'ann', password: 'secret', host: 'h', port: 1, database: 2, authWarning: true },
    ],
    ['-n 3 -2', { database: 3, protocol: 2 }],
    ['-r -1 -i 0.5', { repeat: -1, intervalMs: 500 }],
    ['-i x', { intervalMs: 0 }],
    ['-d , -D ;', { delimiter: ',', replyDelimiter: ';' }],
    ['--csv --no-raw', { output: 'tty' }],
    ['--show-pushes No', { showPushes: false }],
    ['-u rediss://h', { host: 'h', tls: true, authWarning: false }],
    [
      '--tls --sni s --cacert a --cacertdir d --cert c --key k --tls-ciphers x --tls-ciphersuites y --insecure',
      {
        tls: true,
        tlsFiles: {
          ...{ sni: 's', cacert: 'a', cacertdir: 'd', cert: 'c', key: 'k' },
          ...{ ciphers: 'x', ciphersuites: 'y', insecure: true },
        },
      },
    ],
  ])('%s', (line, changed) => {
    expect(settingsOf(line.split(' '))).toEqual({ ...defaultSettings(), authWarning: false, ...changed });
  });

  test('end where the command begins', () => {
    expect(parseFlags(['-p', '1', 'set', '-x', '--raw'])).toMatchObject({ command: ['set', '-x', '--raw'] });
    expect(parseFlags(['--raw'])).toMatchObject({ command: [] });
  });

  test.each([
    ['-h', { action: 'help' }],
    ['-p 1 --help', { action: 'help' }],
    ['--version', { action: 'version' }],
    ['-v', { action: 'version' }],
    ['--nosuch', { reason: "Unrecognized option or bad number of args for: '--nosuch'" }],
    ['-p', { reason: "Unrecognized option or bad number of args for: '-p'" }],
    ['-p 70000', { reason: 'Invalid server port.' }],
    ['-2 -3', { reason: 'Options -2 and -3 are mutually exclusive.' }],
    ['-c -s a', { reason: 'Options -c and -s are mutually exclusive.' }],
    ['-x -X tag', { reason: 'Options -x and -X are mutually exclusive.' }],
    ['-u http://h', { reason: 'Invalid URI scheme' }],
    ['--show-pushes maybe', { reason: "Unknown --show-pushes value 'maybe' (yes or no)" }],
    ['--quoted-pattern "a', { reason: 'Invalid quoted string specified for --quoted-pattern.' }],
    ['--bigkeys', { reason: 'respite-cli does not have --bigkeys yet.' }],
  ])('%s', (line, invocation) => {
    expect(parseFlags(line.split(' '))).toMatchObject(invocation);
  });

  test('the environment gives a password where the command line gives none', () => {
    expect(settingsOf([], { REDISCLI_AUTH: 'a' })).toMatchObject({ password: 'a', authWarning: false });
    expect(settingsOf([], { REDISCLI_AUTH: 'a', RESPITECLI_AUTH: 'b' })).toMatchObject({ password: 'b' });
    expect(settingsOf(['-a', 'c'], { REDISCLI_AUTH: 'a' })).toMatchObject({ password: 'c', authWarning: true });
  });

  test('JSON is read from RESP3, unless RESP2 is asked for', () => {
    expect(
      [[], ['--json'], ['--quoted-json'], ['--json', '-2'], ['-3']].map((args) => wantsResp3(settingsOf(args))),
    ).toEqual([false, true, true, false, true]);
  });
});

test('the help tells of every flag, within 120 columns', () => {
  const text = usageText();
  for (const { names } of flags) for (const name of names) expect(text).toContain(name);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
});
