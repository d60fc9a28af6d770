import type { TextOutput } from './text-output.ts';

/** The text of a value, written step by step. */
export interface LiveText {
  /** Writes some more. @returns whether there is more to write */
  step(output: TextOutput): boolean;
  /** What it is read from is about to change: from now on it must not be read any more. */
  takeCopy(): void;
  /** The rest is not wanted. */
  abandon(): void;
}
