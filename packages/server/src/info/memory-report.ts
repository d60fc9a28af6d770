import { clientBytes } from '../session/client-memory.ts';
import type { InfoSources } from './info-sources.ts';

/** Size of a bucket of a hash table, in bytes. */
const BUCKET_BYTES = 64;

/** What takes memory, in bytes. The data lies outside the JavaScript heap and is counted block by block. */
export interface MemoryReport {
  /** Blocks of keys, values and tables, and the buffers of clients. */
  readonly used: number;
  readonly peak: number;
  /** Of `used`: what is not keys and values. */
  readonly overhead: number;
  readonly tables: number;
  readonly clients: number;
  /** Pages that hold the blocks, with what is free in them. */
  readonly held: number;
  /** Of the whole process, as the system sees it; 0 where it cannot be told. */
  readonly resident: number;
}

export function memoryReport({ clients, counters, host, store }: InfoSources): MemoryReport {
  let tables = 0;
  const { memory } = store.collections;
  let blocks = memory.usedBytes;
  let pages = memory.heldBytes;
  for (const database of store.databases) {
    tables += (database.keys.bucketCount + database.expires.bucketCount) * BUCKET_BYTES;
    blocks += database.usedBytes;
    pages += database.heldBytes;
  }
  let ofClients = 0;
  for (const client of clients) ofClients += clientBytes(client);
  const used = blocks + ofClients;
  counters.peakMemory = Math.max(counters.peakMemory, used);
  return {
    used,
    peak: counters.peakMemory,
    overhead: tables + ofClients,
    tables,
    clients: ofClients,
    held: pages + ofClients,
    resident: host.residentBytes(),
  };
}
