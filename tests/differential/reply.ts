/**
 * A reply that has been read: `type` is its first byte (`+ - : $ * % ~ , # _ ...`), `text` what stands on its line or in its
 * bulk string (null for the nils of RESP2), `items` what an aggregate holds, keys and values of a map in turn.
 */
export interface Reply {
  readonly type: string;
  readonly text: string | null;
  readonly items?: readonly Reply[];
}

/** Reads the one reply that `text` holds, a character for each byte. */
export function readReply(text: string): Reply {
  let at = 0;
  const read = (): Reply => {
    const type = text[at];
    const end = text.indexOf('\r\n', at);
    const line = text.slice(at + 1, end);
    at = end + 2;
    if ('$=!'.includes(type)) {
      if (line === '-1') return { type, text: null };
      const value = text.slice(at, at + Number(line));
      at += Number(line) + 2;
      return { type, text: value };
    }
    if ('*~>%'.includes(type)) {
      if (line === '-1') return { type, text: null };
      return { type, text: line, items: Array.from({ length: Number(line) * (type === '%' ? 2 : 1) }, read) };
    }
    return { type, text: line };
  };
  return read();
}

/** A reply as text that is the same for the same reply. */
export function replyText({ type, text, items }: Reply): string {
  if (items === undefined) return `${type}${text === null ? 'nil' : JSON.stringify(text)}`;
  return `${type}[${items.map(replyText).join(' ')}]`;
}

/** The reply with every part replaced, the innermost first. */
export function mapReply(reply: Reply, change: (part: Reply) => Reply): Reply {
  if (reply.items === undefined) return change(reply);
  return change({ ...reply, items: reply.items.map((item) => mapReply(item, change)) });
}

/** The aggregate with its items, taken in groups of `size`, in one order whatever theirs was. */
export function sortItems(reply: Reply, size = 1): Reply {
  if (reply.items === undefined) return reply;
  const groups: { text: string; items: readonly Reply[] }[] = [];
  for (let i = 0; i < reply.items.length; i += size) {
    const items = reply.items.slice(i, i + size);
    groups.push({ text: items.map(replyText).join(' '), items });
  }
  groups.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return { ...reply, items: groups.flatMap((group) => group.items) };
}
