import type { Transport } from './transport.ts';

/** Whether the other side is on this machine. */
export function isLocal(transport: Transport): boolean {
  if (transport.kind === 'unix' || transport.kind === 'in-process') return true;
  const { remoteAddress } = transport;
  return remoteAddress.startsWith('127.') || remoteAddress.startsWith('[::1]:');
}
