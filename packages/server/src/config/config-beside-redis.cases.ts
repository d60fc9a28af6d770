import { encodeCommand, type Oracle, type RawConnection } from '@respite/testing';
import { Config } from './config.ts';
import type { ResolveDirectory } from './structured-values.ts';

/** Every path is a directory, except one. */
export const resolveDirectory: ResolveDirectory = (path) =>
  path === '/nonexistent' ? { reason: 'No such file or directory' } : { path };

/** Names that Redis 7.0 shows and we do not. */
export const NOT_SHOWN: Readonly<Record<string, string>> = {
  'io-threads-do-reads': 'Ignored since Redis 8.0.',
  'aof-disable-auto-gc': 'Hidden since Redis 7.2.',
};

/** A reply of CONFIG: names and values in turn, or the text of `+` or `-`. */
export type ConfigReply = string | string[];

/** Flags of the oracle under which every directive can be tried. */
export const ORACLE_FLAGS = ['--enable-protected-configs', 'yes'];

/** A configuration of ours and a real server, to be asked the same. */
export class BesideRedis {
  readonly #connection: RawConnection;
  readonly #config = new Config({
    values: { enableProtectedConfigs: 'yes', save: '', dbfilename: 'dump.rdb' },
    resolveDirectory,
  });

  private constructor(connection: RawConnection) {
    this.#connection = connection;
  }

  static async start(oracle: Oracle): Promise<BesideRedis> {
    return new BesideRedis(await oracle.connect());
  }

  stop(): Promise<void> {
    return this.#connection.close();
  }

  async redis(...words: string[]): Promise<ConfigReply> {
    const reply = new TextDecoder().decode(await this.#connection.exchange(encodeCommand(['CONFIG', ...words])));
    if (!reply.startsWith('*')) return reply.slice(1, -2);
    // No value here holds a line break.
    return reply.split('\r\n').filter((_, i) => i > 0 && i % 2 === 0);
  }

  respite(...words: string[]): ConfigReply {
    const [subcommand, ...rest] = words;
    if (subcommand === 'GET') return this.#config.getMatching(rest).flat();
    const result = this.#config.set(pairsOf(rest));
    if (result instanceof Promise) throw new Error('CONFIG SET waits');
    return result ?? 'OK';
  }
}

/** Names and values in the order of names: Redis gives them in the order of its hash table. */
export function inOrder(reply: ConfigReply): string | [string, string][] {
  if (typeof reply === 'string') return reply;
  return pairsOf(reply).sort(([a], [b]) => (a < b ? -1 : 1));
}

function pairsOf(words: readonly string[]): [string, string][] {
  return words.flatMap((word, i): [string, string][] => (i % 2 === 0 ? [[word, words[i + 1]]] : []));
}
