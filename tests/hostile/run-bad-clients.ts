import { readFileSync } from 'node:fs';
import { encodeCommand, type SeededRandom } from '@respite/testing';
import { badClients } from './bad-clients.ts';
import { HostileDaemon } from './daemon.ts';
import { SteadyClient } from './steady-client.ts';

export interface Outcome {
  readonly what: string;
  readonly seconds: number;
  /** The slowest answer to the well-behaved client meanwhile. */
  readonly slowestMs: number;
  readonly residentBytes: number;
}

/** Memory of the daemon, in bytes. */
export interface Memory {
  /** As the system counts it. */
  readonly resident: number;
  /** What of it is pages of the data, in use or kept for the next. */
  readonly pages: number;
}

export interface HostileRun {
  readonly before: Memory;
  readonly after: Memory;
  readonly outcomes: readonly Outcome[];
  readonly log: string;
  readonly answers: number;
}

export interface RunOptions {
  readonly random: SeededRandom;
  /** Keys of 16 bytes with values of 100 that the server holds. */
  readonly keys: number;
  /** How often all bad clients come, before and after the memory is looked at for the first time. */
  readonly rounds: number;
  readonly report?: (line: string) => void;
}

/** Two connections are ours, some are the steady client's and those that measure. */
const OTHER_CONNECTIONS = 1000;
const IDLE_CLIENTS = 10_000;

/**
 * A daemon with data meets all bad clients while a well-behaved one is at work.
 *
 * The memory before is that of a server with its data that has served well-behaved clients, so that the runtime's own (compiled code, a heap of
 * the size that work takes) is there already. After, the server is idle for a while, as servers are.
 *
 * @throws Error as soon as a client, good or bad, is treated wrongly
 */
export async function runBadClients({ random, keys, rounds, report = () => {} }: RunOptions): Promise<HostileRun> {
  const idleClients = Math.min(IDLE_CLIENTS, openFilesMax() - OTHER_CONNECTIONS);
  if (idleClients < IDLE_CLIENTS)
    report(`only ${idleClients} idle clients: the limit of open files is too low for more`);
  const daemon = await HostileDaemon.start('--maxclients', String(IDLE_CLIENTS + OTHER_CONNECTIONS));
  try {
    const connection = await daemon.connect();
    const ask = async (...command: string[]) => String(Buffer.from(await connection.exchange(encodeCommand(command))));
    for (let i = 0; i < keys; i += 1000) {
      const command = ['MSET'];
      for (let j = i; j < i + 1000; j++) command.push(`key:${String(j).padStart(12, '0')}`, 'v'.repeat(100));
      await ask(...command);
    }
    await ordinaryWork(daemon, 5000);
    await settle();
    const size = await ask('DBSIZE');
    const measure = async (): Promise<Memory> => {
      const pages = Number(/allocator_resident:(\d+)/.exec(await ask('INFO', 'memory'))?.[1]);
      return { resident: daemon.residentBytes, pages };
    };
    const before = await measure();
    report(`${megabytes(before.resident)}  before, with ${keys} keys`);
    const steady = new SteadyClient(daemon.port, 'steady');
    const outcomes: Outcome[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const { what, act } of badClients) {
        const begin = performance.now();
        await steady.takeSlowest();
        await act({ port: daemon.port, tlsPort: daemon.tlsPort, random, idleClients });
        const outcome = {
          what,
          seconds: (performance.now() - begin) / 1000,
          slowestMs: await steady.takeSlowest(),
          residentBytes: daemon.residentBytes,
        };
        outcomes.push(outcome);
        report(
          `${megabytes(outcome.residentBytes)}  ${what} (${outcome.seconds.toFixed(1)} s; ` +
            `slowest answer to others ${outcome.slowestMs.toFixed(0)} ms)`,
        );
      }
    }
    const answers = await steady.stop();
    await settle();
    const after = await measure();
    const growth = (to: number, from: number) => `${to < from ? '' : '+'}${((to / from - 1) * 100).toFixed(1)} %`;
    report(
      `${megabytes(after.resident)}  after: ${growth(after.resident, before.resident)}; without the pages of the data ` +
        growth(after.resident - after.pages, before.resident - before.pages),
    );
    const clients = /connected_clients:(\d+)/.exec(await ask('INFO', 'clients'))?.[1];
    if (clients !== '1') throw new Error(`the server counts ${clients} clients, where there is one`);
    await ask('DEL', 'steady');
    if ((await ask('DBSIZE')) !== size) throw new Error(`DBSIZE was ${size} and is ${await ask('DBSIZE')}`);
    await connection.close();
    return { before, after, outcomes, answers, log: daemon.log };
  } finally {
    await daemon.stop();
  }
}

/** How many files this process may have open. */
function openFilesMax(): number {
  return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 1024);
}

/** What a server sees all day. */
async function ordinaryWork(daemon: HostileDaemon, milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  const work = async (key: string) => {
    const connection = await daemon.connect();
    while (performance.now() < until) {
      await connection.exchange(encodeCommand(['SET', key, key]));
      await connection.exchange(encodeCommand(['GET', key]));
    }
    await connection.close();
  };
  await Promise.all(Array.from({ length: 50 }, (_, i) => work(`ordinary:${i}`)));
}

/** Nobody asks for anything for a while. */
function settle(): Promise<void> {
  // tidy-allow(sleep): the daemon is a process of its own, with a clock of its own
  return new Promise((resolve) => setTimeout(resolve, 10_000));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1).padStart(7)} MiB`;
}
