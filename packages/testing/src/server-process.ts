import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './free-port.ts';
import { RawConnection } from './raw-connection.ts';

/** How long one waits between two questions whether the server is there: the grain of `startMs`. */
const POLL_MS = 1;
/** So many bytes of the server's output are kept, to show when something goes wrong. */
const OUTPUT_BYTES_MAX = 64 * 1024;
/** A server that was asked to stop and has not after so long is killed. */
const STOP_MS = 30_000;

export interface ServerProcessOptions {
  program: string;
  args: (port: number) => readonly string[];
  /** Default: a free one. */
  port?: number;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Whether the program is given a channel for messages, as `fork` gives one. */
  channel?: boolean;
  /** How long it may take to answer. Default 30 000 ms. */
  timeoutMs?: number;
}

/** A server program that was started and has answered PING with PONG. Ended with this process, if not before. */
export class ServerProcess {
  readonly port: number;
  readonly child: ChildProcess;
  /** Milliseconds from starting the program to its first PONG; being busy loading does not count as one. */
  readonly startMs: number;
  readonly #output: Output;
  readonly #killWithUs: () => void;

  private constructor(port: number, child: ChildProcess, output: Output, startMs: number, killWithUs: () => void) {
    this.port = port;
    this.child = child;
    this.startMs = startMs;
    this.#output = output;
    this.#killWithUs = killWithUs;
  }

  /** @throws Error with the program's output, if it ends or does not answer in time */
  static async start(options: ServerProcessOptions): Promise<ServerProcess> {
    const { program, args, cwd, env, channel = false, timeoutMs = 30_000 } = options;
    const port = options.port ?? (await freePort());
    const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', ...(channel ? (['ipc'] as const) : [])];
    const startedAt = performance.now();
    const child = spawn(program, args(port), { stdio, ...(cwd !== undefined && { cwd }), ...(env && { env }) });
    let failure: Error | undefined;
    child.once('error', (error) => {
      failure = error;
    });
    const killWithUs = () => child.kill('SIGKILL');
    process.once('exit', killWithUs);
    const output = new Output(child);
    while (!(await answersPing(port, startedAt + timeoutMs - performance.now()))) {
      const late = performance.now() - startedAt > timeoutMs;
      if (failure !== undefined || late || hasEnded(child)) {
        child.kill('SIGKILL');
        process.removeListener('exit', killWithUs);
        const what = late ? `did not answer in ${timeoutMs} ms` : `ended (${child.signalCode ?? child.exitCode})`;
        throw new Error(`${[program, ...args(port)].join(' ')} ${failure?.message ?? what}\n${output.text}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return new ServerProcess(port, child, output, performance.now() - startedAt, killWithUs);
  }

  get pid(): number {
    return this.child.pid as number;
  }

  /** What it has written so far to standard output and standard error, the last 64 KiB of it. */
  get output(): string {
    return this.#output.text;
  }

  connect(): Promise<RawConnection> {
    return RawConnection.open(this.port);
  }

  /** Ends it with SIGTERM and waits. @returns its exit code, null if it took a signal to end it */
  async stop(): Promise<number | null> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    const code = await this.#end('SIGTERM');
    clearTimeout(timer);
    return code;
  }

  /** Ends it without letting it do anything more. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    process.removeListener('exit', this.#killWithUs);
    if (!hasEnded(this.child)) {
      const exited = once(this.child, 'exit');
      this.child.kill(signal);
      await exited;
    }
    return this.child.exitCode;
  }
}

/** Reads what a program writes, so that it never stands still at a full pipe. */
class Output {
  text = '';

  constructor(child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        this.text = (this.text + String(chunk)).slice(-OUTPUT_BYTES_MAX);
      });
    }
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Whether somebody at the port answers PONG: not that nobody listens yet, nor that they are still loading. */
function answersPing(port: number, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    let reply = '';
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', (chunk) => {
      reply += String(chunk);
      if (reply.endsWith('\r\n')) socket.destroy();
    });
    socket.setTimeout(Math.max(1, withinMs), () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => resolve(reply.startsWith('+PONG\r\n')));
  });
}
