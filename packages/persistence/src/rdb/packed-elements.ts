/** Elements that lie packed in a run of bytes, read one after the other as text. */
export interface PackedElements {
  /** What such a run is called. */
  readonly form: string;
  /** How many there are in all. */
  readonly count: number;
  /** The element that `next` went to: a slice that is good until the next one. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Begins with the run `bytes[start, end)`. @returns false if it is not such a run in all its parts */
  open(bytes: Uint8Array, start: number, end: number): boolean;
  /** Goes on to the next element. @returns false behind the last one */
  next(): boolean;
}
