import type { CommandEncoder } from '@respite/resp';
import { type Bench, withServer } from '../bench.ts';
import { digits, member, sortedSetWriter } from '../load/collections.ts';
import { loadRequests } from '../load/request-loader.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';
import { ask, infoNumber } from '../servers/ask.ts';
import { residentBytes } from '../servers/resident-memory.ts';

interface Dataset {
  name: string;
  per: string;
  /** Writes what stores element number `index` of `count`. */
  writer(count: number): (requests: CommandEncoder, index: number) => void;
  /** Asks how many there are. */
  size: readonly string[];
}

/** What is kept under one key, from the simple to the rich. */
const DATASETS: readonly Dataset[] = [
  {
    name: '1 M hashes of 5 fields',
    per: 'hash',
    writer: () => (requests, index) => {
      const user = digits(index);
      const [name, mail] = [`user${index}`, `user${index}@example.org`];
      requests.command([
        'HSET',
        `user:${user}`,
        'name',
        name,
        'mail',
        mail,
        'age',
        18 + (index % 70),
        'city',
        'Lisbon',
        'visits',
        index,
      ]);
    },
    size: ['DBSIZE'],
  },
  {
    name: 'hash of 1 M fields',
    per: 'field',
    writer: () => (requests, index) => requests.command(['HSET', 'hash', `field:${digits(index)}`, tenBytes(index)]),
    size: ['HLEN', 'hash'],
  },
  {
    name: 'set of 1 M members',
    per: 'member',
    writer: () => (requests, index) => requests.command(['SADD', 'set', member(index)]),
    size: ['SCARD', 'set'],
  },
  {
    name: 'sorted set of 1 M members',
    per: 'member',
    writer: (count) => sortedSetWriter('sorted-set', count),
    size: ['ZCARD', 'sorted-set'],
  },
  {
    name: 'list of 1 M elements',
    per: 'element',
    writer: () => (requests, index) => requests.command(['RPUSH', 'list', tenBytes(index)]),
    size: ['LLEN', 'list'],
  },
  {
    name: 'stream of 1 M entries',
    per: 'entry',
    writer: () => (requests, index) => requests.command(['XADD', 'stream', '*', 'field', tenBytes(index)]),
    size: ['XLEN', 'stream'],
  },
];

/** A value of ten bytes that is no integer. */
function tenBytes(index: number): string {
  return `xx${digits(index).slice(-8)}`;
}

export const typeMemory: Measurement = {
  name: 'type-memory',
  title: 'Memory, by data type',
  how:
    'Bytes per hash, field, member, element or entry, each kind of collection in a server of its own, once. Members are ' +
    '`element:000000123456`, fields `field:000000123456`, values ten bytes; scores are random integers; the fields of the ' +
    'small hashes are a name, an address, an age, a city and a count. Used: by how much `used_memory` of INFO has grown. ' +
    'RSS: by how much the resident set of the process has grown since it was started and empty.',
  async run(bench) {
    const rows: Row[] = [];
    for (const dataset of DATASETS) {
      const redis = await bytesEach(bench, 'redis', dataset);
      const respite = await bytesEach(bench, 'respite', dataset);
      const { name, per } = dataset;
      const facts = { unit: 'bytes', better: 'less' } as const;
      rows.push(
        { ...facts, what: `${name}: bytes per ${per}, used`, redis: redis.used, respite: respite.used, headline: true },
        {
          ...facts,
          what: `${name}: bytes per ${per}, growth of RSS`,
          redis: redis.resident,
          respite: respite.resident,
          headline: false,
        },
      );
    }
    return rows;
  },
};

async function bytesEach(bench: Bench, which: 'redis' | 'respite', { name, writer, size }: Dataset) {
  const { elements } = bench.scale;
  const contender = bench.contender(which);
  bench.note(`${contender.name}: ${name}`);
  return withServer(contender, async (server) => {
    const usedBefore = await infoNumber(server, 'memory', 'used_memory');
    const residentBefore = residentBytes(server.pid);
    await loadRequests(server.port, { count: elements, write: writer(elements) });
    const stored = Number(await ask(server, ...size));
    if (stored !== elements) throw new Error(`${contender.name} stored ${stored} instead of ${elements}: ${name}`);
    const used = (await infoNumber(server, 'memory', 'used_memory')) - usedBefore;
    return { used: used / elements, resident: (residentBytes(server.pid) - residentBefore) / elements };
  });
}
