import type { InfoSources } from './info-sources.ts';

/** Overhead of one database that has keys, in bytes. */
export interface DatabaseOverhead {
  readonly index: number;
  /** Of the table of all keys, and of the table of those that expire. */
  readonly keys: number;
  readonly expires: number;
}

/**
 * What takes memory, in bytes. The data lies outside the JavaScript heap and is counted block by block; the runtime's own heap is
 * part of `resident` alone.
 *
 * ```
 * resident   | runtime, code | held: touched pages, payloads                                |
 *                            | active: pages in use, payloads        | pages to be had      |
 *                            | used by keys and values | free blocks |
 * ```
 */
export interface MemoryReport {
  /** What `maxmemory` limits: blocks of keys, values and tables, objects of collections, the buffers of clients. */
  readonly used: number;
  readonly peak: number;
  /** Milliseconds of Unix time. */
  readonly peakAt: number;
  /** In use before there was any key or client. */
  readonly startup: number;
  /** Of `used`: what is not keys and values. */
  readonly overhead: number;
  readonly dataset: number;
  readonly clients: number;
  readonly databases: readonly DatabaseOverhead[];
  readonly keyCount: number;
  /** Of the store: blocks in use; pages and payloads in use; pages and payloads that the process holds. */
  readonly allocated: number;
  readonly active: number;
  readonly held: number;
  /** Of the whole process, as the system sees it; 0 where it cannot be told. */
  readonly resident: number;
}

/** The two tables of a database without keys: a bucket each. */
const EMPTY_TABLES_BYTES = 2 * 64;

export function memoryReport({ counters, eviction, host, store }: InfoSources): MemoryReport {
  const { gauge } = eviction;
  const used = gauge.measure();
  const databases = store.databases
    .filter(({ size }) => size > 0)
    .map(({ index, keys, expires }) => ({ index, keys: keys.usedBytes, expires: expires.usedBytes }));
  const tables = databases.reduce((sum, { keys, expires }) => sum + keys + expires, 0);
  // What a database's tables take without keys is part of what was in use at the start.
  const grownTables = tables - databases.length * EMPTY_TABLES_BYTES;
  const overhead = Math.min(used, gauge.startupBytes + gauge.clientBytes + grownTables);
  const outside = store.heldBytes - store.segments.touchedBytes;
  return {
    used,
    peak: counters.peakMemory,
    peakAt: counters.peakMemoryAt,
    startup: gauge.startupBytes,
    overhead,
    dataset: used - overhead,
    clients: gauge.clientBytes,
    databases,
    keyCount: store.databases.reduce((sum, { size }) => sum + size, 0),
    allocated: store.usedBytes,
    active: store.segments.usedPageBytes + outside,
    held: store.heldBytes,
    resident: host.residentBytes(),
  };
}
