import type { Socket } from 'node:net';

/** What Node does not document of the handle below a socket; the socket itself writes with it. */
export interface StreamHandle {
  /**
   * Gives the bytes to the kernel, as many as it takes now, and the rest by and by. Only if there is a rest does the handle keep the
   * request, and calls its `oncomplete` when all has been taken, or could not be.
   *
   * @returns 0, or the negative number of an error
   */
  writeBuffer(request: WriteRequest, bytes: Uint8Array): number;
  /** Bytes of writes under way that the kernel has not taken. */
  readonly writeQueueSize: number;
}

/** What Node calls a WriteWrap. */
export interface WriteRequest {
  oncomplete: ((status: number) => void) | null;
  /** Keeps the bytes alive while the kernel has not taken them. */
  buffer: Uint8Array | null;
}

/** The class of Node's own requests: there is no way to import it, so it is taken from the first request that is seen. */
let Request: (new () => WriteRequest) | undefined;
/** One request for all writes that the kernel takes at once: a handle forgets those. */
let spare: WriteRequest | undefined;

/** The handle below a socket, if writing to it directly is possible. */
export function writableHandle(socket: Socket): StreamHandle | undefined {
  const handle = (socket as unknown as { _handle?: Partial<StreamHandle> | null })._handle;
  if (typeof handle?.writeBuffer !== 'function' || typeof handle.writeQueueSize !== 'number') return undefined;
  if (Request === undefined) learnFrom(handle as StreamHandle);
  return handle as StreamHandle;
}

/** Notes what class of request Node makes for the socket's next write. */
function learnFrom(handle: StreamHandle): void {
  const write = handle.writeBuffer;
  handle.writeBuffer = (request, bytes) => {
    handle.writeBuffer = write;
    Request = request.constructor as new () => WriteRequest;
    return write.call(handle, request, bytes);
  };
}

/** The write was not tried: it has to go through the socket. */
export const NOT_WRITTEN = 1;

/**
 * Writes past the socket, straight to its handle: for a reply that the kernel takes at once this is a third of the work.
 *
 * @param onTaken called later if the kernel has not taken all of it now; until then the bytes belong to the handle
 * @returns 0, NOT_WRITTEN, or the negative number of an error
 */
export function writeToHandle(handle: StreamHandle, bytes: Uint8Array, onTaken: () => void): number {
  if (Request === undefined) return NOT_WRITTEN;
  spare ??= new Request();
  const request = spare;
  const error = handle.writeBuffer(request, bytes);
  if (error === 0 && handle.writeQueueSize > 0) {
    request.buffer = bytes;
    request.oncomplete = onTaken;
    spare = undefined;
  }
  return error;
}
