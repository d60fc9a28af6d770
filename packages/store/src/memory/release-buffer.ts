/**
 * Gives the memory of a buffer back to the system now, without waiting for the garbage collector: a store that has shrunk makes no
 * garbage, so the collector may not come for hours. The buffer and all views of it have length 0 afterwards.
 *
 * A buffer that is transferred loses its memory to the receiver: to nobody at all with `transfer(0)`, or, where that does not exist
 * (before ECMAScript 2024), to a message that is never read, and goes with its channel. Where neither exists, the collector does it.
 */
export function releaseBuffer(buffer: ArrayBuffer): void {
  const { transfer } = buffer as { transfer?: (length: number) => ArrayBuffer };
  if (transfer !== undefined) {
    transfer.call(buffer, 0);
  } else if (typeof MessageChannel === 'function') {
    const channel = new MessageChannel();
    channel.port1.postMessage(null, [buffer]);
    channel.port1.close();
    channel.port2.close();
  }
}
