import { Socket } from 'node:net';

/**
 * One buffer that all sockets read into. A socket usually allocates a buffer of 64 KiB for each read and gives it to the garbage
 * collector after; one that is created with `onread` reads into the given buffer and calls back. Since commands take what they keep
 * before the callback returns, one buffer does for all connections.
 */
export const RECEIVE_BUFFER_BYTES = 128 * 1024;

export type Receiver = (length: number, bytes: Uint8Array) => boolean;

interface HandleOwner {
  _handle: unknown;
}

/**
 * The accepted socket with its reads going to `receive`.
 *
 * Node documents `onread` for sockets that connect, and the constructor honours it for any handle; a server's sockets are made by
 * Node itself, so the handle is moved to a socket of our making. Where there is no handle to move (another run time), the socket
 * stays as it is and its `data` events are passed on.
 */
export function readInto(buffer: Uint8Array, accepted: Socket, receive: Receiver): Socket {
  const handle = (accepted as unknown as HandleOwner)._handle as { useUserBuffer?: unknown } | null;
  if (handle && typeof handle.useUserBuffer === 'function') {
    const options = { handle, onread: { buffer, callback: receive }, allowHalfOpen: false };
    (accepted as unknown as HandleOwner)._handle = null;
    return new Socket(options as unknown as ConstructorParameters<typeof Socket>[0]);
  }
  accepted.on('data', (chunk: Buffer) => {
    if (!receive(chunk.length, chunk)) accepted.pause();
  });
  return accepted;
}
