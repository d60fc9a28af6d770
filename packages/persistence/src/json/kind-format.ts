import type { Database } from '@respite/store';
import type { JsonInput } from './json-input.ts';
import type { TextOutput } from './text-output.ts';

/** How the values of one kind are written and read. */
export interface KindFormat {
  /** The member that holds the value: `{"list": [...]}`. The name that TYPE gives. */
  readonly name: string;
  /** KIND_STRING ... */
  readonly kind: number;
  /** Writes the value as JSON, on one line. */
  write(output: TextOutput, database: Database, entry: number): void;
  /**
   * Reads the value, at whose first character `input` stands, into a new key.
   * @param expiry milliseconds of Unix time, or NO_EXPIRY
   * @returns the entry; 0 if the key exists already
   * @throws SnapshotError
   */
  read(input: JsonInput, database: Database, key: Uint8Array, keyLength: number, expiry: number): number;
}
