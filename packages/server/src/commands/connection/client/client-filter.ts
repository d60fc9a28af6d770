import type { Client } from '../../../session/client.ts';
import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { errors } from '../../reply-errors.ts';
import { ALL_FLAGS, clientFlags, clientType, clientTypeByName } from './client-flags.ts';

/** Whether a client is one of those meant. */
export type ClientTest = (client: Client) => boolean;

/** What CLIENT LIST and CLIENT KILL were told about whom they mean. */
export interface ClientFilter {
  /** Which clients: those that pass all. */
  readonly tests: readonly ClientTest[];
  /** Whether the asking client is left out; undefined where nothing was said. */
  readonly skipMe: boolean | undefined;
}

/** Thrown after an error that quotes arguments was sent: nothing more is to be said. */
class Refused extends Error {}

const notAnId = new CommandError('ERR client-id should be greater than 0');
const notAnAge = new CommandError('ERR maxage is not an integer or out of range');
const ageTooSmall = new CommandError('ERR maxage should be greater than 0');
const idleTooSmall = new CommandError('ERR idle should be greater than 0');

/** Filters with one value: from its argument to the test. Before all but MAXAGE and IDLE there may be a NOT-. */
const filters: Readonly<Record<string, (ctx: Context, value: number) => ClientTest>> = {
  addr: (ctx, value) => equalTo(ctx, value, (client) => client.transport.remoteAddress),
  laddr: (ctx, value) => equalTo(ctx, value, (client) => client.transport.localAddress),
  ip: (ctx, value) => equalTo(ctx, value, (client) => withoutPort(client.transport.remoteAddress)),
  name: (ctx, value) => equalTo(ctx, value, (client) => client.name),
  'lib-name': (ctx, value) => equalTo(ctx, value, (client) => client.libraryName),
  'lib-ver': (ctx, value) => equalTo(ctx, value, (client) => client.libraryVersion),
  user: (ctx, value) => {
    const name = ctx.quoted(value);
    const user = ctx.server.accessControl.users.get(name);
    if (user === undefined) refuse(ctx, `ERR No such user '${name}'`);
    return (client) => client.user === user;
  },
  type: (ctx, value) => {
    const type = clientTypeByName(ctx.quoted(value));
    if (type === undefined) refuse(ctx, `ERR Unknown client type '${ctx.quoted(value)}'`);
    return (client) => clientType(client) === type;
  },
  capa: (ctx, value) => {
    const wanted = lettersOf(ctx, value, CAPABILITIES, 'capa');
    return (client) => wanted.every((capability) => client.capabilities.includes(capability));
  },
  flags: (ctx, value) => {
    const wanted = lettersOf(ctx, value, ALL_FLAGS, 'flags');
    return (client) => wanted.every((flag) => clientFlags(client).includes(flag));
  },
  db: (ctx, value) => {
    const index = ctx.int32(value, errors.invalidDatabase);
    if (ctx.server.store.databases[index] === undefined) throw errors.databaseOutOfRange;
    return (client) => client.database.index === index;
  },
  maxage: (ctx, value) => {
    const since = ctx.now - atLeastOne(ctx, value, notAnAge, ageTooSmall) * 1000;
    return (client) => client.connectedAt <= since;
  },
  idle: (ctx, value) => {
    const since = ctx.now - atLeastOne(ctx, value, errors.notAnInteger, idleTooSmall) * 1000;
    return (client) => client.lastActiveAt <= since;
  },
};
/** What CLIENT CAPA can tell: r for redirect. */
const CAPABILITIES = 'r';
const neverNegated = new Set(['maxage', 'idle']);

/**
 * Reads the filters that begin at argument `first`.
 *
 * @returns undefined where they are wrong and the client has been told so
 * @throws CommandError
 */
export function parseClientFilter(ctx: Context, first: number): ClientFilter | undefined {
  // A filter that is given twice counts as it was given last, except IDs: they add up.
  const tests = new Map<string, ClientTest>();
  const ids: number[] = [];
  const otherIds: number[] = [];
  let skipMe: boolean | undefined;
  try {
    for (let i = first; i < ctx.argc; ) {
      if (i + 1 === ctx.argc) throw errors.syntax;
      const word = ctx.quoted(i).toLowerCase();
      if (word === 'skipme') {
        skipMe = ctx.is(i + 1, 'yes');
        if (!skipMe && !ctx.is(i + 1, 'no')) throw errors.syntax;
        i += 2;
        continue;
      }
      const isNegated = word.startsWith('not-');
      const name = isNegated ? word.slice(4) : word;
      if (name === 'id') {
        const given = parseIds(ctx, i + 1);
        (isNegated ? otherIds : ids).push(...given);
        i += 1 + given.length;
        continue;
      }
      if (!Object.hasOwn(filters, name) || (isNegated && neverNegated.has(name))) throw errors.syntax;
      const test = filters[name](ctx, i + 1);
      tests.set(word, isNegated ? not(test) : test);
      i += 2;
    }
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
  if (ids.length > 0) tests.set('id', (client) => ids.includes(client.id));
  if (otherIds.length > 0) tests.set('not-id', (client) => !otherIds.includes(client.id));
  return { tests: [...tests.values()], skipMe };
}

/** Whether argument `index` is the name of a filter. */
export function isFilterName(ctx: Context, index: number): boolean {
  const word = ctx.quoted(index, 20).toLowerCase();
  const name = word.startsWith('not-') ? word.slice(4) : word;
  return name === 'id' || name === 'skipme' || Object.hasOwn(filters, name);
}

export function isMeant(ctx: Context, client: Client, { tests, skipMe }: ClientFilter): boolean {
  return !(skipMe === true && client === ctx.client) && tests.every((test) => test(client));
}

/** All clients that a filter means, in the order in which they came. */
export function filteredClients(ctx: Context, filter: ClientFilter): Client[] {
  return [...ctx.server.clients].filter((client) => isMeant(ctx, client, filter));
}

/** One ID, and those that follow it as far as they are numbers. */
function parseIds(ctx: Context, first: number): number[] {
  const ids = [ctx.integer(first, notAnId)];
  for (let i = first + 1; i < ctx.argc && /^-?\d+$/.test(ctx.quoted(i, 20)); i++) ids.push(ctx.integer(i, notAnId));
  if (ids.some((id) => id < 1)) throw notAnId;
  return ids;
}

function atLeastOne(ctx: Context, index: number, notANumber: CommandError, tooSmall: CommandError): number {
  const value = ctx.integer(index, notANumber);
  if (value < 1) throw tooSmall;
  return value;
}

function equalTo(ctx: Context, index: number, of: (client: Client) => string): ClientTest {
  const wanted = ctx.quoted(index);
  return (client) => of(client) === wanted;
}

/** Argument `index` as letters, all of which are known. */
function lettersOf(ctx: Context, index: number, known: string, what: string): string[] {
  const given = ctx.quoted(index);
  const letters = [...given];
  if (!letters.every((letter) => known.includes(letter))) {
    refuse(ctx, `ERR Unknown ${what} found in the provided filter: ${given}`);
  }
  return letters;
}

function not(test: ClientTest): ClientTest {
  return (client) => !test(client);
}

/** "127.0.0.1:50712" without ":50712", "[::1]:50712" without brackets too. */
function withoutPort(address: string): string {
  const host = address.slice(0, address.lastIndexOf(':'));
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

function refuse(ctx: Context, line: string): never {
  ctx.failQuoting(line);
  throw new Refused();
}
