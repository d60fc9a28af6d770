import type { Collection, Database } from '@respite/store';
import type { JsonInput } from './json-input.ts';
import type { LiveText } from './live-text.ts';
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
   * Begins to write a collection as it is now, to be written on step by step while it changes. Its elements are of the old epoch if
   * they were there when the snapshot began.
   * @param output where it begins
   */
  writeLive?(output: TextOutput, collection: Collection): LiveText;
  /** What reads values of this kind, from one file. */
  reader(): ValueReader;
}

/** Reads values of one kind, one after the other, each in as many steps as its caller wants. It throws SnapshotError. */
export interface ValueReader {
  /** The key's entry, when the value is complete. */
  readonly entry: number;
  /** Begins with a value, at whose first character `input` stands. @returns false if the key exists already */
  begin(input: JsonInput, key: NewKey): boolean;
  /** Reads on, as a rule until `input` stands at or behind the file's byte number `stop`. @returns whether there is more of the value */
  step(stop: number): boolean;
}

/** Up to which sizes values are kept small. The server's configuration is such an object. */
export interface ValueLimits {
  readonly listMaxListpackSize: number;
  readonly setMaxIntsetEntries: number;
  readonly setMaxListpackEntries: number;
  readonly setMaxListpackValue: number;
  readonly hashMaxListpackEntries: number;
  readonly hashMaxListpackValue: number;
  readonly zsetMaxListpackEntries: number;
  readonly zsetMaxListpackValue: number;
  readonly streamNodeMaxBytes: number;
  readonly streamNodeMaxEntries: number;
}

/** A key that a value is read for. The bytes do not lie in the store, and stay as they are until the value is complete. */
export interface NewKey {
  readonly database: Database;
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Milliseconds of Unix time, or NO_EXPIRY. */
  readonly expiry: number;
  readonly limits: ValueLimits;
}
