import { type Client, ClientState } from '../../../session/client.ts';

/** Every letter that CLIENT LIST of some server shows. */
export const ALL_FLAGS = 'ABIMNOPRSTUbcdeirtux';

/** What CLIENT LIST shows as `flags`: N where there is nothing to tell. */
export function clientFlags(client: Client): string {
  let flags = '';
  if (client.is(ClientState.monitor)) flags += 'O';
  if (client.is(ClientState.subscribed)) flags += 'P';
  if (client.transaction !== undefined || client.executing !== undefined) flags += 'x';
  if (client.is(ClientState.blocked)) flags += 'b';
  if (client.is(ClientState.tracking)) flags += 't';
  if (client.tracking?.isRedirectBroken) flags += 'R';
  if (client.tracking?.isBroadcast) flags += 'B';
  if (client.watchFailed) flags += 'd';
  if (client.is(ClientState.closeAfterReply)) flags += 'c';
  if (client.transport.kind === 'unix') flags += 'U';
  if (client.noEvict) flags += 'e';
  if (client.noTouch) flags += 'T';
  if (client.isImportSource) flags += 'I';
  return flags === '' ? 'N' : flags;
}

/** The kinds of clients that CLIENT LIST and CLIENT KILL tell apart. */
export type ClientType = 'normal' | 'master' | 'replica' | 'pubsub';

const typeNames: Readonly<Record<string, ClientType>> = {
  normal: 'normal',
  master: 'master',
  primary: 'master',
  replica: 'replica',
  slave: 'replica',
  pubsub: 'pubsub',
};

/** @returns undefined where there is no such type */
export function clientTypeByName(name: string): ClientType | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(typeNames, lower) ? typeNames[lower] : undefined;
}

export function clientType(client: Client): ClientType {
  return client.is(ClientState.subscribed) ? 'pubsub' : 'normal';
}
