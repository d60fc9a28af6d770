import { mappedMemory } from '@respite/bytes';
import { unclearedMemory } from '@respite/resp';

/** From so many bytes on memory is mapped, so that it goes back to the system; for less that costs too much. */
const MAPPED_MIN = 128 * 1024;

/** Memory for input and output, with any content; where much of it is asked for, such as goes back to the system. */
export function bufferMemory(size: number): Uint8Array {
  return size >= MAPPED_MIN ? mappedMemory(size) : unclearedMemory(size);
}
