import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

interface Report {
  readonly slowestMs: number;
  readonly answers: number;
  readonly failure: string | undefined;
}

/** A well-behaved client that is at work in a thread of its own, and notes what the slowest answer took: see steady-worker.mjs. */
export class SteadyClient {
  readonly #worker: Worker;

  constructor(port: number, key: string) {
    this.#worker = new Worker(new URL('./steady-worker.mjs', import.meta.url), { workerData: { port, key } });
  }

  /** What the slowest answer took since this was last asked, in milliseconds. @throws Error if an answer was wrong or missing */
  async takeSlowest(): Promise<number> {
    return (await this.#ask('report')).slowestMs;
  }

  /** @returns how many answers it has had @throws Error if one was wrong or missing */
  async stop(): Promise<number> {
    const exited = once(this.#worker, 'exit');
    const { answers } = await this.#ask('stop');
    await exited;
    return answers;
  }

  async #ask(message: string): Promise<Report> {
    const answered = once(this.#worker, 'message');
    this.#worker.postMessage(message);
    const [report] = (await answered) as [Report];
    if (report.failure !== undefined) throw new Error(report.failure);
    return report;
  }
}
