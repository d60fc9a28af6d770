import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { CollectedOutput, sessionOn } from './collected-output.ts';
import { History } from './history.ts';
import { runPrompt } from './repl.ts';

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const UP = '\x1b[A';

/** A terminal whose keys a test presses, and whose screen is what readline and the session write. */
class FakeTerminal {
  readonly input = Object.assign(new PassThrough(), {
    setRawMode: (raw: boolean) => {
      this.isRaw = raw;
    },
  });
  readonly output = new PassThrough();
  readonly screen = new CollectedOutput();
  isRaw = false;

  constructor() {
    this.output.on('data', (chunk: Uint8Array) => this.screen.writeBytes(chunk));
  }

  press(keys: string): void {
    this.input.write(keys);
  }
}

/** What is left on the screen without what moves the cursor or erases. */
function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return text.replace(/\x1b\[[\d;]*[A-Za-z]/g, '').replaceAll('\r', '');
}

describeWithOracle('the prompt at a terminal', (oracle) => {
  function start(history = new History(undefined)) {
    const terminal = new FakeTerminal();
    const { session } = sessionOn(oracle().port, {}, terminal.screen);
    const ended = runPrompt(session, terminal, history);
    const prompt = `127.0.0.1:${oracle().port}> `;
    return { terminal, screen: terminal.screen, session, ended, prompt };
  }

  test('runs what is typed, after a prompt each, also when it is pasted', async () => {
    const { terminal, screen, ended, prompt } = start();
    await screen.until(prompt);
    terminal.press('set a "x y"\rget a\recho ');
    expect(shown(await screen.until('"x y"\n'))).toContain('set a "x y"\nOK\n');
    terminal.press('z\r');
    const text = shown(await screen.until('"z"\n'));
    expect(text).toContain('echo z');
    await screen.until(prompt);
    expect(terminal.isRaw).toBe(true);
    terminal.press('quit\r');
    expect(await ended).toBe(0);
    expect(terminal.isRaw).toBe(false);
  });

  test.each([
    ['Ctrl-C', CTRL_C],
    ['Ctrl-D', CTRL_D],
    ['exit', 'exit\r'],
  ])('%s leaves', async (_, keys) => {
    const { terminal, screen, ended, prompt } = start();
    await screen.until(prompt);
    terminal.press(keys);
    expect(await ended).toBe(0);
  });

  test('the terminal is not raw while a command runs, so that Ctrl-C is a signal', async () => {
    const { terminal, screen, session, ended, prompt } = start();
    await screen.until(prompt);
    terminal.press('monitor\r');
    await screen.until('OK\n');
    expect(terminal.isRaw).toBe(false);
    session.stopMonitoring();
    await screen.until(prompt);
    expect(terminal.isRaw).toBe(true);
    terminal.press('quit\r');
    await ended;
  });

  test('keys go back in the history, which passwords do not enter', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'respite-prompt-'));
    const file = join(folder, 'history');
    const first = start(new History(file));
    await first.screen.until(first.prompt);
    first.terminal.press('echo one\r');
    await first.screen.until('"one"\n');
    first.terminal.press('auth secret\r');
    await first.screen.until('(error)');
    first.terminal.press(`${UP}\r`);
    await first.screen.until('"one"\n');
    first.terminal.press('quit\r');
    await first.ended;

    const second = start(new History(file));
    await second.screen.until(second.prompt);
    second.terminal.press(`${UP}${UP}\r`);
    expect(shown(await second.screen.until('"one"\n'))).toContain('echo one');
    second.terminal.press(CTRL_D);
    await second.ended;
    expect(readFileSync(file, 'utf8').split('\n').slice(0, 2)).toEqual(['echo one', 'quit']);
    expect(readFileSync(file, 'utf8')).not.toContain('secret');
    rmSync(folder, { recursive: true });
  });

  test('TAB completes names that the server knows', async () => {
    const { terminal, screen, ended, prompt } = start();
    await screen.until(prompt);
    terminal.press('object enc\t');
    await screen.until('oding');
    terminal.press(' nosuch\r');
    await screen.until('(nil)\n');
    terminal.press('quit\r');
    await ended;
  });

  test('help comes from the server', async () => {
    const { terminal, screen, ended, prompt } = start();
    await screen.until(prompt);
    terminal.press('help object freq\r');
    expect(shown(await screen.until('group:'))).toMatch(/OBJECT FREQ key\n {2}summary: .+\n {2}since: 4\.0\.0\n/);
    terminal.press('help @hyperloglog\r');
    expect(shown(await screen.until('PFMERGE'))).toContain('PFADD key [element [element ...]]\n');
    terminal.press('help\r');
    await screen.until('respite-cli');
    terminal.press('quit\r');
    await ended;
  });

  test('messages are shown until a key is pressed, which begins the next line', async () => {
    const { terminal, screen, session, ended, prompt } = start();
    const { session: publisher } = sessionOn(oracle().port);
    await screen.until(prompt);
    terminal.press('subscribe news\r');
    await screen.until('Reading messages...');
    expect(terminal.isRaw).toBe(true);
    await publisher.run(['publish', 'news', 'hi'].map((word) => Buffer.from(word)));
    expect(shown(await screen.until('"hi"\n'))).toContain('1) "message"\n2) "news"\n3) "hi"\n');
    terminal.press('pi');
    await screen.until('(subscribed mode)> ');
    terminal.press('ng\r');
    await screen.until('Reading messages...');
    terminal.press(CTRL_C);
    await screen.until(prompt);
    expect(session.isSubscribed).toBe(false);
    terminal.press('quit\r');
    await ended;
    publisher.disconnect();
  });
});
