import type { ReplyWriter } from '@respite/resp';

/** How a client's bytes come and go: a TCP or Unix socket, TLS, a call inside the process. The server core knows no more than this. */
export interface Transport {
  /** Sends what the writer holds and leaves the writer empty. What the receiver does not take yet is kept and counted. */
  send(writer: ReplyWriter): void;
  /** Bytes sent that the other side (or the kernel) has not taken yet. */
  readonly unsentBytes: number;
  /** More is to be sent only when `Sessions.drained` has been called, which it will be. */
  readonly isBusy: boolean;
  /** Stops and goes on reading from the other side. */
  pause(): void;
  resume(): void;
  /** Sends what is under way, then closes; or, `now`, closes at once. */
  close(now: boolean): void;
  /** For CLIENT LIST: "127.0.0.1:50712", "/run/respite.sock:0", "?:0". */
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly fileDescriptor: number;
  readonly kind: 'tcp' | 'unix' | 'tls' | 'in-process';
}
