import type { ServerAddress } from './connect.ts';

export interface PromptState {
  readonly database: number;
  readonly inTransaction: boolean;
  readonly isSubscribed: boolean;
}

/** The prompt of a connection, or without one: `127.0.0.1:6379[1](TX)> `, `not connected> `. */
export function promptText({ socket, host, port }: ServerAddress, state: PromptState | null): string {
  if (state === null) return 'not connected> ';
  const place = socket !== undefined ? `redis ${socket}` : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const database = state.database === 0 ? '' : `[${state.database}]`;
  return `${place}${database}${state.inTransaction ? '(TX)' : ''}${state.isSubscribed ? '(subscribed mode)' : ''}> `;
}
