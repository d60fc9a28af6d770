import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
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
  /** The signal that ended it, if one did. */
  readonly signal?: NodeJS.Signals;
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

  run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    const running = this.start(args, options);
    running.child.stdin.end(options.stdin ?? '', 'latin1');
    return running.ended;
  }

  /** Starts it and leaves its standard input open. */
  start(args: readonly string[], { env = {} }: Pick<RunOptions, 'env'> = {}): RunningClient {
    const { PATH, HOME } = process.env;
    return new RunningClient(spawn(this.#program, [...this.#before, ...args], { env: { PATH, HOME, ...env } }));
  }
}

/** A client that was started and may still run. */
export class RunningClient {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';
  #notice: () => void = () => {};

  constructor(child: ChildProcessWithoutNullStreams) {
    this.child = child;
    child.stdout.setEncoding('latin1').on('data', (text) => {
      this.#stdout += text;
      this.#notice();
    });
    child.stderr.setEncoding('latin1').on('data', (text) => {
      this.#stderr += text;
    });
    // It may end without having read all: that is no failure of the test.
    child.stdin.on('error', () => {});
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        resolve({ code, stdout: this.#stdout, stderr: this.#stderr, ...(signal !== null && { signal }) });
        this.#notice();
      });
    });
  }

  /** Waits until `text` stands in what it has written to standard output. */
  async untilShown(text: string): Promise<void> {
    while (!this.#stdout.includes(text)) {
      if (this.child.exitCode !== null) throw new Error(`ended without ${text}: ${this.#stdout}${this.#stderr}`);
      await new Promise<void>((resolve) => {
        this.#notice = resolve;
      });
    }
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
