import { mappedMemory } from '@respite/bytes';
import { unclearedMemory } from '@respite/resp';

/** From so many bytes on it would harm that memory once freed stays with the process; below, mapping it costs too much each time. */
const MAPPED_MIN = 128 * 1024;

/** Memory for input and output, with any content; where much of it is asked for, such as goes back to the system. */
export function largeMemory(size: number): Uint8Array {
  return size >= MAPPED_MIN ? mappedMemory(size) : unclearedMemory(size);
}
