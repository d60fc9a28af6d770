import { encodeCommand, type RawConnection } from '@respite/testing';

/** A well-behaved client: writes and reads a key of its own all the time, and notes what the slowest answer took. */
export class SteadyClient {
  slowestMs = 0;
  answers = 0;
  readonly #connection: RawConnection;
  readonly #key: string;
  #stopped = false;
  readonly #ended: Promise<void>;

  constructor(connection: RawConnection, key = 'steady') {
    this.#key = key;
    this.#connection = connection;
    this.#ended = this.#work();
    // Told by `stop`.
    this.#ended.catch(() => {});
  }

  /** What the slowest answer took since this was last asked, in milliseconds. */
  takeSlowest(): number {
    const slowest = this.slowestMs;
    this.slowestMs = 0;
    return slowest;
  }

  /** @throws Error if it was not served as it should have been */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#ended;
    await this.#connection.close();
  }

  async #work(): Promise<void> {
    for (let i = 0; !this.#stopped; i++) {
      await this.#expect('+OK\r\n', 'SET', this.#key, `value ${i}`);
      await this.#expect(`$${`value ${i}`.length}\r\nvalue ${i}\r\n`, 'GET', this.#key);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async #expect(reply: string, ...command: string[]): Promise<void> {
    const begin = performance.now();
    const got = String(Buffer.from(await this.#connection.exchange(encodeCommand(command))));
    this.slowestMs = Math.max(this.slowestMs, performance.now() - begin);
    this.answers++;
    if (got !== reply)
      throw new Error(`the well-behaved client asked ${command.join(' ')} and got ${JSON.stringify(got)}`);
  }
}
