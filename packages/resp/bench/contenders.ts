import { createRequire } from 'node:module';
import { CommandEncoder, READY, ReplyDecoder, type ReplyDecoderOptions } from '@respite/resp';

const require = createRequire(import.meta.url);
const RedisParser = require('redis-parser');
const { Decoder: NodeRedisDecoder } = require('@redis/client/dist/lib/RESP/decoder.js');
const nodeRedisEncode = require('@redis/client/dist/lib/RESP/encoder.js').default;
const { Decoder: IoredisDecoder } = require('ioredis/built/resp/decoder.js');
const { Command: IoredisCommand } = require('ioredis');

/** How the values shall be: the same for all who can. */
export interface Shape {
  bytes?: boolean;
  maps?: 'map' | 'object';
}

/** Decodes chunks, and gives every reply to `onReply`. */
export interface Decoding {
  name: string;
  write(chunk: Buffer): void;
}

type OnReply = (reply: unknown) => void;

export const respite = '@respite/resp';
const redisParser = `redis-parser ${versionOf('redis-parser')}`;
const nodeRedis = `@redis/client ${versionOf('@redis/client')}`;
const ioredis = `ioredis ${versionOf('ioredis')}`;
export const contenders = [respite, redisParser, nodeRedis, ioredis];

export function decoders(shape: Shape, resp3: boolean, onReply: OnReply): Decoding[] {
  const list = [decodeWithRespite(shape, onReply), decodeLikeNodeRedis(nodeRedis, NodeRedisDecoder, shape, onReply)];
  list.push(decodeLikeNodeRedis(ioredis, IoredisDecoder, shape, onReply));
  // Knows RESP2 only. ioredis up to 5 uses it.
  if (!resp3) list.push(decodeWithRedisParser(shape, onReply));
  return list;
}

function decodeWithRespite(shape: Shape, onReply: OnReply): Decoding {
  const options: ReplyDecoderOptions = { strings: shape.bytes ? 'bytes' : 'text', maps: shape.maps ?? 'object' };
  const decoder = new ReplyDecoder(options);
  return {
    name: respite,
    write(chunk) {
      decoder.feed(chunk, 0, chunk.length);
      while (decoder.next() === READY) onReply(decoder.value);
    },
  };
}

function decodeWithRedisParser(shape: Shape, onReply: OnReply): Decoding {
  const parser = new RedisParser({ returnReply: onReply, returnError: onReply, returnBuffers: shape.bytes ?? false });
  return { name: redisParser, write: (chunk) => parser.execute(chunk) };
}

function decodeLikeNodeRedis(name: string, Decoder: typeof NodeRedisDecoder, shape: Shape, onReply: OnReply): Decoding {
  const mapping: Record<number, unknown> = {};
  if (shape.bytes) mapping[36] = Buffer;
  if (shape.maps === 'map') mapping[37] = Map;
  const decoder = new Decoder({ onReply, onErrorReply: onReply, onPush: onReply, getTypeMapping: () => mapping });
  return { name, write: (chunk) => decoder.write(chunk) };
}

/** Encodes a pipeline of commands, to the bytes that go to the socket. Returns how many. */
export interface Encoding {
  name: string;
  encode(): number;
}

/**
 * The others make strings, which the socket turns into bytes. For that, they are joined and written at once into a
 * buffer that is there already, which is the cheapest way there is.
 */
export function encoders(commands: (string | Buffer)[][]): Encoding[] {
  const scratch = Buffer.allocUnsafeSlow(1024 * 1024);
  const encoder = new CommandEncoder();
  const prepared = commands.map(([name, ...args]) => new IoredisCommand(name, args));
  return [
    {
      name: respite,
      encode() {
        for (const command of commands) encoder.command(command);
        const { length } = encoder;
        encoder.recycle();
        return length;
      },
    },
    {
      name: nodeRedis,
      encode() {
        let text = '';
        let length = 0;
        for (const command of commands) {
          for (const part of nodeRedisEncode(command)) {
            if (typeof part === 'string') text += part;
            else {
              length += scratch.write(text, 0, 'utf8') + part.copy(scratch);
              text = '';
            }
          }
        }
        return length + scratch.write(text, 0, 'utf8');
      },
    },
    {
      name: ioredis,
      encode() {
        let text = '';
        let length = 0;
        for (const command of prepared) {
          const written = command.toWritable();
          if (typeof written === 'string') text += written;
          else length += written.copy(scratch);
        }
        return length + scratch.write(text, 0, 'utf8');
      },
    },
  ];
}

function versionOf(name: string): string {
  return require(`${name}/package.json`).version;
}
