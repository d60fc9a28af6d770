import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerProcess } from '@respite/testing';
import { median } from './quantile.ts';
import type { Row } from './row.ts';
import type { Contender } from './servers/contender.ts';

/** How large a run is. */
export interface Scale {
  /** Rounds that count; one more goes before them. */
  rounds: number;
  /** Length of one run of redis-benchmark, and how many of them a round has: short ones in turn, since the machine is not the same all the time. */
  seconds: number;
  slices: number;
  /** Pairs in the measurements of memory and snapshots. */
  pairs: number;
  /** The rate at `fewKeys` is compared with that at `manyKeys`. Multiples of 100 000. */
  fewKeys: number;
  manyKeys: number;
  /** Pairs that are loaded while pauses are looked for. */
  pauseKeys: number;
  starts: number;
  /** Requests of each of redis-benchmark's tests, pipelined. */
  requests: number;
  /** Members, fields, elements or entries of a large collection. */
  elements: number;
  /** Members of a sorted set that is freed and saved while pauses are looked for. */
  pauseMembers: number;
}

export const FULL: Scale = {
  rounds: 3,
  seconds: 0.7,
  slices: 5,
  pairs: 1_000_000,
  fewKeys: 1_000_000,
  manyKeys: 30_000_000,
  pauseKeys: 10_000_000,
  starts: 10,
  requests: 300_000,
  elements: 1_000_000,
  pauseMembers: 5_000_000,
};

/** Shows that everything runs; its figures mean nothing. */
export const SMOKE: Scale = {
  rounds: 1,
  seconds: 0.1,
  slices: 1,
  pairs: 20_000,
  fewKeys: 100_000,
  manyKeys: 200_000,
  pauseKeys: 100_000,
  starts: 2,
  requests: 2000,
  elements: 10_000,
  pauseMembers: 20_000,
};

/** The same measured on both servers, round by round. */
export interface Series {
  redis: number[];
  respite: number[];
}

/** What a measurement has at hand: the two servers, how large the run is, and ways to measure them in turn. */
export class Bench {
  readonly scale: Scale;
  readonly #redis: Contender;
  readonly #respite: Contender;
  readonly #note: (text: string) => void;

  constructor(scale: Scale, redis: Contender, respite: Contender, note: (text: string) => void) {
    this.scale = scale;
    this.#redis = redis;
    this.#respite = respite;
    this.#note = note;
  }

  /** Tells whoever waits how far it has come. */
  note(text: string): void {
    this.#note(text);
  }

  /** The same bench with another way to start Respite. */
  withRespite(respite: Contender): Bench {
    return new Bench(this.scale, this.#redis, respite, this.#note);
  }

  /** Both servers empty and running, until `use` is done. */
  async withBoth<T>(use: (redis: ServerProcess, respite: ServerProcess) => Promise<T>): Promise<T> {
    return withServer(this.#redis, (redis) => withServer(this.#respite, (respite) => use(redis, respite)));
  }

  /** Does the same on both servers, one after the other, round by round; who begins changes. Nothing of round 0 counts. */
  async inTurn(
    measure: (which: 'redis' | 'respite', round: number) => Promise<number>,
    rounds: number = this.scale.rounds,
  ): Promise<Series> {
    const series: Series = { redis: [], respite: [] };
    for (let round = 0; round <= rounds; round++) {
      const order = round % 2 === 0 ? (['redis', 'respite'] as const) : (['respite', 'redis'] as const);
      for (const which of order) {
        const value = await measure(which, round);
        if (round > 0) series[which].push(value);
      }
    }
    return series;
  }

  /** As `inTurn`, where each run measures several things, which have names. */
  async allInTurn<Name extends string>(
    names: readonly Name[],
    measure: (which: 'redis' | 'respite', round: number) => Promise<Record<Name, number>>,
  ): Promise<Record<Name, Series>> {
    const all = new Map(names.map((name): [Name, Series] => [name, { redis: [], respite: [] }]));
    await this.inTurn(async (which, round) => {
      const values = await measure(which, round);
      if (round > 0) for (const [name, series] of all) series[which].push(values[name]);
      return 0;
    });
    return Object.fromEntries(all) as Record<Name, Series>;
  }

  contender(which: 'redis' | 'respite'): Contender {
    return which === 'redis' ? this.#redis : this.#respite;
  }
}

/** A server in an empty folder, until `use` is done. */
export function withServer<T>(contender: Contender, use: (server: ServerProcess) => Promise<T>): Promise<T> {
  return withFolder((folder) => withServerIn(folder, contender, use));
}

/** A server in a folder that stays, until `use` is done. */
export async function withServerIn<T>(
  folder: string,
  contender: Contender,
  use: (server: ServerProcess) => Promise<T>,
): Promise<T> {
  const server = await contender.start(folder);
  try {
    return await use(server);
  } finally {
    await server.kill();
  }
}

/** An empty folder, until `use` is done. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'respite-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await use(folder);
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}

/** A row of medians, with the spread of the ratios if there was more than one round. */
export function rowOf(series: Series, facts: Pick<Row, 'what' | 'unit' | 'better' | 'headline'>): Row {
  const ratios = series.redis.map((redis, round) => series.respite[round] / redis);
  return {
    ...facts,
    redis: median(series.redis),
    respite: median(series.respite),
    ...(ratios.length > 1 && { spread: [Math.min(...ratios), Math.max(...ratios)] as [number, number] }),
  };
}
