/** What the language calls resizable (ECMAScript 2024); where it does not exist yet, the options are ignored. */
const ResizableBuffer = ArrayBuffer as unknown as new (
  length: number,
  options: { readonly maxByteLength: number },
) => ArrayBuffer;

/**
 * So many mappings at a time. Linux allows a process 65,530 of them (`vm.max_map_count`), and V8 ends the process that cannot give one
 * back, which may take one more.
 */
const MAPPINGS_MAX = 20_000;
let mappings = 0;
const gone = new FinalizationRegistry<undefined>(() => {
  mappings--;
});

/**
 * Memory for something large, filled with zeros, that goes back to the system when the garbage collector finds it unused.
 *
 * Why is that not so with every ArrayBuffer? V8 takes it from the C library's `malloc`, and glibc's keeps what is freed below the last
 * block in use, for ever. It does map large blocks apart, which go back at once, but each one that is freed raises the size
 * from which it does, up to 32 MiB: 500 values of 1 MB, deleted, left a server with 541 MiB in place of 60. A resizable buffer V8 maps
 * itself. This one never changes its size.
 *
 * Costs about 6 microseconds for 64 KiB, and 2 more for each page of 4 KiB when it is first written to: for memory that is kept for
 * long, or kept in a pool. Where there are too many mappings already, it is ordinary memory.
 *
 * Source: mallopt(3), M_MMAP_THRESHOLD.
 *
 * @param size bytes
 * @throws RangeError if there is no memory
 */
export function mappedMemory(size: number): Uint8Array {
  if (mappings >= MAPPINGS_MAX) return new Uint8Array(size);
  const buffer = new ResizableBuffer(size, { maxByteLength: size });
  mappings++;
  gone.register(buffer, undefined);
  return new Uint8Array(buffer, 0, size);
}
