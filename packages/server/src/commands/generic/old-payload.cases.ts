import { Crc64 } from '@respite/bytes';

/**
 * For tests beside redis-server 7.0, which knows version 10 of RDB: a payload of version 11 as that has it. Of the types that it does
 * not know streams are written anew, without the active time of each consumer; strings in them must not be compressed.
 */
export function asVersion10(payload: Uint8Array): Uint8Array {
  const STREAM_LISTPACKS_3 = 21;
  const STREAM_LISTPACKS_2 = 19;
  const body = payload[0] === STREAM_LISTPACKS_3 ? new OldStream(payload).body() : payload.subarray(0, -10);
  const old = Buffer.concat([body, Buffer.from([10, 0]), Buffer.alloc(8)]);
  if (payload[0] === STREAM_LISTPACKS_3) old[0] = STREAM_LISTPACKS_2;
  return withChecksum(old);
}

/** The payload with the checksum that it should have. */
export function withChecksum(payload: Uint8Array): Uint8Array {
  const result = Uint8Array.from(payload);
  new Crc64().add(result, 0, result.length - 8).write(result, result.length - 8);
  return result;
}

class OldStream {
  readonly #bytes: Uint8Array;
  #at = 1;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  body(): Uint8Array {
    const parts: Uint8Array[] = [];
    let kept = 0;
    for (let blocks = this.#length(); blocks > 0; blocks--) {
      this.#string();
      this.#string();
    }
    // Entries, last ID, first ID, highest deleted ID, entries added.
    for (let i = 0; i < 8; i++) this.#length();
    for (let groups = this.#length(); groups > 0; groups--) {
      this.#string();
      for (let i = 0; i < 3; i++) this.#length();
      for (let pending = this.#length(); pending > 0; pending--) {
        this.#at += 24;
        this.#length();
      }
      for (let consumers = this.#length(); consumers > 0; consumers--) {
        this.#string();
        this.#at += 8;
        parts.push(this.#bytes.subarray(kept, this.#at));
        this.#at += 8;
        kept = this.#at;
        const pending = this.#length();
        this.#at += 16 * pending;
      }
    }
    parts.push(this.#bytes.subarray(kept, this.#at));
    if (this.#at !== this.#bytes.length - 10) throw new Error('a stream that is read wrong');
    return Buffer.concat(parts);
  }

  #length(): number {
    const bytes = Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length);
    const first = bytes[this.#at++];
    if (first < 0x40) return first;
    if (first < 0x80) return ((first & 0x3f) << 8) | bytes[this.#at++];
    this.#at += first === 0x80 ? 4 : 8;
    return first === 0x80 ? bytes.readUInt32BE(this.#at - 4) : Number(bytes.readBigUInt64BE(this.#at - 8));
  }

  #string(): void {
    const form = this.#bytes[this.#at];
    if (form < 0xc0) {
      const length = this.#length();
      this.#at += length;
    } else if (form <= 0xc2) this.#at += 2 + [0, 1, 3][form - 0xc0];
    else throw new Error('a string that is compressed');
  }
}
