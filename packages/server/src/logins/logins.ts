import { authenticatedLimits, type DecoderLimits, unauthenticatedLimits } from '@respite/resp';
import type { AccessControl } from '../access-control/access-control.ts';
import type { Selector } from '../access-control/selector.ts';
import type { User } from '../access-control/user.ts';
import type { Config } from '../config/config.ts';
import type { PubSub } from '../pubsub/pubsub.ts';
import { type Client, ClientState } from '../session/client.ts';
import type { ClientTable } from '../session/client-table.ts';
import type { Sessions } from '../session/sessions.ts';

/** What it needs of the server. */
interface Parts {
  readonly config: Config;
  readonly accessControl: AccessControl;
  readonly clients: ClientTable;
  readonly sessions: Sessions;
  readonly pubsub: PubSub;
}

/** Which client is logged in as whom, and what becomes of clients when their user changes. */
export class Logins {
  readonly #parts: Parts;
  readonly #limits: DecoderLimits;
  /** Who has not proved who they are may not make the server keep much. */
  readonly #limitsBefore: DecoderLimits;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { config, accessControl } = parts;
    this.#limits = authenticatedLimits(config.protoMaxBulkLen);
    this.#limitsBefore = unauthenticatedLimits(config.protoMaxBulkLen);
    config.onChange(['proto-max-bulk-len'], () => {
      this.#limits.maxBulkLength = config.protoMaxBulkLen;
      this.#limits.maxBulkLengthForNow = config.protoMaxBulkLen;
      this.#limitsBefore.maxBulkLength = config.protoMaxBulkLen;
      return undefined;
    });
    const { users } = accessControl;
    users.beforeChange = (user, next) => this.#closeListeners(user, next);
    users.onChanged = (user) => this.#restrict(user);
    users.onRemoved = (user) => this.#closeAll(user);
  }

  get limits(): DecoderLimits {
    return this.#limits;
  }

  /** The client has just come, or is to be as if it had. */
  begin(client: Client): void {
    const { accessControl } = this.#parts;
    this.logIn(client, accessControl.defaultUser);
    if (!accessControl.requiresAuthentication) return;
    client.state |= ClientState.unauthenticated;
    client.decoder.limits = this.#limitsBefore;
  }

  /** The client has proved to be this user. */
  logIn(client: Client, user: User): void {
    client.user = user;
    client.state &= ~(ClientState.unauthenticated | ClientState.restricted);
    if (user.isRestricted) client.state |= ClientState.restricted;
    client.decoder.limits = this.#limits;
  }

  /**
   * Whether the client must log in first. It need not while the default user has no password; when that gets one again, it must: it
   * has not proved anything meanwhile.
   */
  mustLogIn(client: Client): boolean {
    if (!client.is(ClientState.unauthenticated)) return false;
    const isRequired = this.#parts.accessControl.requiresAuthentication;
    client.decoder.limits = isRequired ? this.#limitsBefore : this.#limits;
    return isRequired;
  }

  #restrict(user: User): void {
    for (const client of this.#parts.clients) {
      if (client.user !== user) continue;
      client.state &= ~ClientState.restricted;
      if (user.isRestricted) client.state |= ClientState.restricted;
    }
  }

  /** The user is gone: so are its clients, as soon as they have their replies. */
  #closeAll(user: User): void {
    const { accessControl, clients, sessions } = this.#parts;
    for (const client of [...clients]) {
      if (client.user !== user) continue;
      client.user = accessControl.defaultUser;
      client.state |= ClientState.unauthenticated;
      sessions.close(client);
    }
  }

  /** Clients that listen to channels which their user may hear no longer are closed. */
  #closeListeners(user: User, next: User): void {
    const { clients, pubsub, sessions } = this.#parts;
    if (pubsub.clientCount === 0 || losesNoChannel(user.selectors, next.selectors)) return;
    for (const client of [...clients]) {
      if (client.user === user && client.is(ClientState.subscribed) && this.#hearsTooMuch(client, next)) {
        sessions.close(client);
      }
    }
  }

  #hearsTooMuch(client: Client, { selectors }: User): boolean {
    const { channels, patterns, shardChannels } = this.#parts.pubsub;
    return [channels, patterns, shardChannels].some((topics) =>
      topics
        .topicsOf(client)
        .some(({ name }) => !selectors.some((each) => each.permitsChannel(name, 0, name.length, topics === patterns))),
    );
  }
}

/** All patterns of before are there still. */
function losesNoChannel(before: readonly Selector[], after: readonly Selector[]): boolean {
  if (after.some((selector) => selector.allChannels)) return true;
  if (before.some((selector) => selector.allChannels)) return false;
  const patterns = new Set(after.flatMap((selector) => selector.channelPatterns));
  return before.every((selector) => selector.channelPatterns.every((pattern) => patterns.has(pattern)));
}
