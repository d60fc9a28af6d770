import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bundler = fileURLToPath(new URL('../../../scripts/bundle-app.mjs', import.meta.url));
const sources = fileURLToPath(new URL('.', import.meta.url));

/** A program's end, with all output as byte text. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Standard input, as byte text; nothing if left out. */
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A client as a program: ours, bundled as it is shipped but beside the folder of the sources, or redis-cli. For tests. */
export class ClientProgram {
  readonly #program: string;
  readonly #before: readonly string[];

  constructor(program: string, before: readonly string[] = []) {
    this.#program = program;
    this.#before = before;
  }

  run(args: readonly string[], { stdin = '', env = {} }: RunOptions = {}): Promise<Ended> {
    const { PATH, HOME } = process.env;
    const child = spawn(this.#program, [...this.#before, ...args], { env: { PATH, HOME, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('latin1').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('latin1').on('data', (text) => {
      stderr += text;
    });
    // It may end without having read all: that is no failure of the test.
    child.stdin.on('error', () => {});
    child.stdin.end(stdin, 'latin1');
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
  }
}

/** Bundles the app. @returns the program, and what removes it again */
export function bundleCli(): { cli: ClientProgram; bundle: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'respite-cli-'));
  symlinkSync(sources, join(folder, 'src'), 'junction');
  const built = spawnSync(process.execPath, [bundler], { cwd: folder, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`respite-cli could not be bundled:\n${built.stderr}`);
  const bundle = join(folder, 'dist', 'main.js');
  return {
    cli: new ClientProgram(process.execPath, [bundle]),
    bundle,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
