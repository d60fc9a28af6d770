import { KeyspaceEventClass } from '../config/keyspace-event-classes.ts';
import type { KeyEvent } from '../effects/key-events.ts';
import type { PubSub } from './pubsub.ts';

const { subkeyspace, subkeyevent, subkeyspaceItem, subkeyspaceEvent } = KeyspaceEventClass;

/** Any of the letters that ask for the fields of hashes. */
export const SUBKEY_CLASSES = subkeyspace | subkeyevent | subkeyspaceItem | subkeyspaceEvent;

const BAR = bytesOf('|');
const COMMA = bytesOf(',');
const LINE_FEED = bytesOf('\n');

/**
 * Publishes which fields of a hash an event is about, as the letters say:
 *
 * ```
 * S  __subkeyspace@0__:user:1           hset|4:name,5:email
 * T  __subkeyevent@0__:hset             6:user:1|4:name,5:email
 * I  __subkeyspaceitem@0__:user:1\nname       hset                   one for each field
 * V  __subkeyspaceevent@0__:hset|user:1       4:name,5:email
 * ```
 */
export function publishSubkeys(
  pubsub: PubSub,
  classes: number,
  event: KeyEvent,
  database: number,
  key: Uint8Array,
  fields: readonly (string | Uint8Array)[],
): void {
  const all = fields.map((field) => (typeof field === 'string' ? bytesOf(field) : field));
  const list = joined(...all.flatMap((field, i) => (i === 0 ? [counted(field)] : [COMMA, counted(field)])));
  const publish = (word: string, about: Uint8Array, message: Uint8Array): void => {
    const channel = joined(bytesOf(`__${word}@${database}__:`), about);
    pubsub.publish(channel, 0, channel.length, message, 0, message.length);
  };
  if ((classes & subkeyspace) !== 0) publish('subkeyspace', key, joined(event.bytes, BAR, list));
  if ((classes & subkeyevent) !== 0) publish('subkeyevent', event.bytes, joined(counted(key), BAR, list));
  if ((classes & subkeyspaceItem) !== 0) {
    for (const field of all) publish('subkeyspaceitem', joined(key, LINE_FEED, field), event.bytes);
  }
  if ((classes & subkeyspaceEvent) !== 0) publish('subkeyspaceevent', joined(event.bytes, BAR, key), list);
}

/** `4:name` */
function counted(bytes: Uint8Array): Uint8Array {
  return joined(bytesOf(`${bytes.length}:`), bytes);
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
