import { copyBytes } from '@respite/bytes';
import type { Database } from '@respite/store';
import type { Config } from '../config/config.ts';
import { KeyspaceEventClass } from '../config/keyspace-event-classes.ts';
import type { EffectListener, Effects } from '../effects/effects.ts';
import type { KeyEvent } from '../effects/key-events.ts';
import type { PubSub } from './pubsub.ts';
import { publishSubkeys, SUBKEY_CLASSES } from './subkey-notifications.ts';

const { hash, keyspace, keyevent } = KeyspaceEventClass;
/** Letters that say where events are published, not which. */
const DESTINATIONS = keyspace | keyevent | SUBKEY_CLASSES;
const encoder = new TextEncoder();

/**
 * Publishes what happens to keys, as `notify-keyspace-events` says:
 *
 * ```
 * __keyspace@0__:user:1    set         the channel names the key, the message is the event
 * __keyevent@0__:set       user:1      the channel names the event, the message is the key
 * ```
 *
 * As long as it says nothing, or nobody subscribes to anything, `Effects.eventMask` is 0, and a change costs one comparison.
 */
export class KeyspaceNotifications implements EffectListener {
  readonly #config: Config;
  readonly #effects: Effects;
  readonly #pubsub: PubSub;
  /** Channels up to their colon, by the database's index. */
  readonly #keyspaceHeads: Uint8Array[] = [];
  readonly #keyeventHeads: Uint8Array[] = [];
  #channel = new Uint8Array(256);

  constructor(config: Config, effects: Effects, pubsub: PubSub) {
    this.#config = config;
    this.#effects = effects;
    this.#pubsub = pubsub;
    effects.listen(this);
    pubsub.onAudience = () => this.#setMask();
    config.onChange(['notify-keyspace-events'], () => {
      this.#setMask();
      return undefined;
    });
  }

  #setMask(): void {
    const bits = this.#config.notifyKeyspaceEvents;
    const isOn = (bits & DESTINATIONS) !== 0 && this.#pubsub.hasAudience;
    this.#effects.eventMask = isOn ? bits & ~DESTINATIONS : 0;
    this.#effects.wantsFields = isOn && (bits & SUBKEY_CLASSES) !== 0;
    this.#effects.fields = [];
  }

  keyEvent(event: KeyEvent, database: Database, key: Uint8Array, start: number, end: number): void {
    const bits = this.#config.notifyKeyspaceEvents;
    if ((bits & event.classBit) === 0) return;
    const { bytes: name } = event;
    if ((bits & keyspace) !== 0) {
      const head = headOf(this.#keyspaceHeads, 'keyspace', database.index);
      this.#publish(head, key, start, end, name, 0, name.length);
    }
    if ((bits & keyevent) !== 0) {
      const head = headOf(this.#keyeventHeads, 'keyevent', database.index);
      this.#publish(head, name, 0, name.length, key, start, end);
    }
    const { fields } = this.#effects;
    if ((bits & SUBKEY_CLASSES) !== 0 && event.classBit === hash && fields.length > 0) {
      publishSubkeys(this.#pubsub, bits, event, database.index, key.subarray(start, end), fields);
    }
  }

  #publish(
    head: Uint8Array,
    about: Uint8Array,
    from: number,
    to: number,
    message: Uint8Array,
    start: number,
    end: number,
  ): void {
    const length = head.length + to - from;
    if (length > this.#channel.length) this.#channel = new Uint8Array(length * 2);
    copyBytes(head, 0, head.length, this.#channel, 0);
    copyBytes(about, from, to, this.#channel, head.length);
    this.#pubsub.publish(this.#channel, 0, length, message, start, end);
  }
}

function headOf(heads: Uint8Array[], word: string, database: number): Uint8Array {
  heads[database] ??= encoder.encode(`__${word}@${database}__:`);
  return heads[database];
}
