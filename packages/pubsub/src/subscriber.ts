/** Who receives messages: a connection, or a function inside the process. Slices are good only during the call. */
export interface Subscriber {
  /** A message on a channel that it subscribed to. */
  message(channel: Uint8Array, payload: Uint8Array, start: number, end: number): void;
  /** A message on a channel that one of its patterns matches. */
  patternMessage(pattern: Uint8Array, channel: Uint8Array, payload: Uint8Array, start: number, end: number): void;
}
