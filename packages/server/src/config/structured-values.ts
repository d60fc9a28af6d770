import type { StructuredType } from './directive.ts';
import { parseLenientInteger } from './integer-text.ts';
import { EVENT_CLASS_LETTERS, formatEventClasses, parseEventClasses } from './keyspace-event-classes.ts';
import { parseMemory } from './memory-units.ts';

/** A save is due when `seconds` passed since the last one and at least `changes` keys changed. */
export interface SavePoint {
  readonly seconds: number;
  readonly changes: number;
}

/** Bytes that a client may leave unsent: never more than `hard`, not more than `soft` for longer than `softSeconds`. 0 is no limit. */
export interface OutputBufferLimit {
  readonly hard: number;
  readonly soft: number;
  readonly softSeconds: number;
}

export type OutputBufferLimits = Readonly<Record<'normal' | 'replica' | 'pubsub', OutputBufferLimit>>;

export interface ReplicaOf {
  readonly host: string;
  readonly port: number;
}

/** What the property of a directive of each type holds. */
export interface StructuredValues {
  /** As written: host names, IP addresses, `*`, each perhaps after `-`. */
  addresses: readonly string[];
  /** Absolute if the host of the configuration resolves it. */
  directory: string;
  /** Bits of `KeyspaceEventClass`. */
  'event-classes': number;
  /** For a master, a replica, a child process. */
  'oom-scores': readonly [number, number, number];
  'output-buffer-limits': OutputBufferLimits;
  /** From 0 to 100. */
  percentiles: readonly number[];
  /** null: this server is a master. */
  'replica-of': ReplicaOf | null;
  'save-points': readonly SavePoint[];
}

/** A value and how CONFIG GET shows it. */
export interface Parsed<Value> {
  readonly value: Value;
  readonly text: string;
}

/** Resolves a directory and makes sure that it exists: its absolute path, or the reason against it. */
export type ResolveDirectory = (path: string, current: string) => { path: string } | { reason: string };

type Parse<Type extends StructuredType> = (
  args: readonly string[],
  current: StructuredValues[Type] | undefined,
  resolveDirectory: ResolveDirectory,
) => Parsed<StructuredValues[Type]> | string;

/** One parser per type. It gives a string, the reason, where the arguments are refused. */
export const structuredParsers: { readonly [Type in StructuredType]: Parse<Type> } = {
  addresses: parseAddresses,
  directory: parseDirectory,
  'event-classes': parseEvents,
  'oom-scores': parseOomScores,
  'output-buffer-limits': parseOutputBufferLimits,
  percentiles: parsePercentiles,
  'replica-of': parseReplicaOf,
  'save-points': parseSavePoints,
};

const ADDRESSES_MAX = 16;

function parseAddresses(args: readonly string[]): Parsed<readonly string[]> | string {
  if (args.length > ADDRESSES_MAX) return 'Too many bind addresses specified.';
  const addresses = isEmptyList(args) ? [] : [...args];
  return { value: addresses, text: addresses.join(' ') };
}

function parseDirectory(
  args: readonly string[],
  current: string | undefined,
  resolveDirectory: ResolveDirectory,
): Parsed<string> | string {
  if (args.length !== 1) return 'wrong number of arguments';
  const resolved = resolveDirectory(args[0], current || '.');
  return 'reason' in resolved ? resolved.reason : { value: resolved.path, text: resolved.path };
}

function parseEvents(args: readonly string[]): Parsed<number> | string {
  if (args.length !== 1) return 'wrong number of arguments';
  const bits = parseEventClasses(args[0]);
  if (bits === undefined) return `Invalid event class character. Use '${EVENT_CLASS_LETTERS}'.`;
  return { value: bits, text: formatEventClasses(bits) };
}

const OOM_SCORE_LIMIT = 2000n;

function parseOomScores(args: readonly string[]): Parsed<readonly [number, number, number]> | string {
  if (args.length !== 3) return 'wrong number of arguments';
  const scores = args.map((arg) => parseLenientInteger(arg));
  if (scores.some((score) => score === undefined || score < -OOM_SCORE_LIMIT || score > OOM_SCORE_LIMIT)) {
    return 'Invalid oom-score-adj-values, elements must be between -2000 and 2000.';
  }
  return { value: [Number(scores[0]), Number(scores[1]), Number(scores[2])], text: scores.join(' ') };
}

/** `slave` is the older name; CONFIG GET still shows it. */
const CLIENT_CLASSES = { normal: 'normal', slave: 'replica', replica: 'replica', pubsub: 'pubsub' } as const;

const NO_LIMIT: OutputBufferLimit = { hard: 0, soft: 0, softSeconds: 0 };

/** Classes that are not named keep the limits they have. */
function parseOutputBufferLimits(
  args: readonly string[],
  current: OutputBufferLimits | undefined,
): Parsed<OutputBufferLimits> | string {
  if (args.length % 4 !== 0) return 'Wrong number of arguments in buffer limit configuration.';
  const limits = { normal: NO_LIMIT, replica: NO_LIMIT, pubsub: NO_LIMIT, ...current };
  for (let i = 0; i < args.length; i += 4) {
    const className = args[i].toLowerCase();
    if (!Object.hasOwn(CLIENT_CLASSES, className))
      return 'Invalid client class specified in buffer limit configuration.';
    const hard = parseMemory(args[i + 1]);
    const soft = parseMemory(args[i + 2]);
    const softSeconds = parseLenientInteger(args[i + 3]);
    if (hard === undefined || soft === undefined || softSeconds === undefined || softSeconds < 0n) {
      return 'Error in hard, soft or soft_seconds setting in buffer limit configuration.';
    }
    limits[CLIENT_CLASSES[className as keyof typeof CLIENT_CLASSES]] = {
      hard: Number(hard),
      soft: Number(soft),
      softSeconds: Number(BigInt.asIntN(32, softSeconds)),
    };
  }
  const { normal, replica, pubsub } = limits;
  return {
    value: { normal, replica, pubsub },
    text: [describeLimit('normal', normal), describeLimit('slave', replica), describeLimit('pubsub', pubsub)].join(' '),
  };
}

function describeLimit(className: string, { hard, soft, softSeconds }: OutputBufferLimit): string {
  return `${className} ${BigInt(hard)} ${BigInt(soft)} ${softSeconds}`;
}

function parsePercentiles(args: readonly string[]): Parsed<readonly number[]> | string {
  const percentiles: number[] = [];
  for (const arg of isEmptyList(args) ? [] : args) {
    const percentile = parseDouble(arg);
    if (Number.isNaN(percentile)) return 'Invalid latency-tracking-info-percentiles parameters';
    if (percentile < 0 || percentile > 100) {
      return 'latency-tracking-info-percentiles parameters should sit between [0.0,100.0]';
    }
    percentiles.push(percentile);
  }
  return { value: percentiles, text: percentiles.map(formatPercentile).join(' ') };
}

/** NaN for what C's strtod() would not take as a whole. Hexadecimal fractions are not worth the trouble. */
function parseDouble(text: string): number {
  const isNumber = /^([+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?|0x[0-9a-f]+)$/i.test(text);
  if (isNumber) return Number(text);
  return /^[+-]?inf(inity)?$/i.test(text) ? Number.POSITIVE_INFINITY : Number.NaN;
}

function formatPercentile(percentile: number): string {
  return percentile.toFixed(6).replace(/\.?0+$/, '');
}

function parseReplicaOf(args: readonly string[]): Parsed<ReplicaOf | null> | string {
  if (args.length !== 2) return 'wrong number of arguments';
  const [host, portText] = args;
  if (host.toLowerCase() === 'no' && portText.toLowerCase() === 'one') return { value: null, text: '' };
  const port = parseLenientInteger(portText);
  if (port === undefined || port < 0n || port > 65535n) return 'Invalid master port';
  return { value: { host, port: Number(port) }, text: `${host} ${port}` };
}

function parseSavePoints(args: readonly string[]): Parsed<readonly SavePoint[]> | string {
  const pairs = isEmptyList(args) ? [] : args;
  if (pairs.length % 2 !== 0) return 'Invalid save parameters';
  const points: SavePoint[] = [];
  const words: bigint[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    const seconds = parseLenientInteger(pairs[i]);
    const changes = parseLenientInteger(pairs[i + 1]);
    if (seconds === undefined || changes === undefined || seconds < 1n || changes < 0n)
      return 'Invalid save parameters';
    // Redis keeps changes in 32 bits.
    words.push(seconds, BigInt.asIntN(32, changes));
    points.push({ seconds: Number(seconds), changes: Number(BigInt.asIntN(32, changes)) });
  }
  return { value: points, text: words.join(' ') };
}

/** No argument and one empty argument both say: none. */
function isEmptyList(args: readonly string[]): boolean {
  return args.length === 0 || (args.length === 1 && args[0] === '');
}
