import { expect, test } from 'vitest';
import { type ArgumentType, type CommandArgument, parseSyntax } from './syntax.ts';

/** The inverse of parseSyntax. Facts are written by hand, so only the test needs it. */
function writeSyntax(list: readonly CommandArgument[]): string {
  return list.reduceRight((rest, argument) => `${writeArgument(argument, rest)} ${rest}`, '').trimEnd();
}

/** @param rest what follows: before a name, a word cannot stand alone */
function writeArgument(argument: CommandArgument, rest = ''): string {
  const text = writeRequired(argument, rest);
  return argument.optional ? `[${text}]` : text;
}

function writeRequired(argument: CommandArgument, rest: string): string {
  const { name, type, token } = argument;
  const dots = argument.multiple ? '...' : '';
  const versions =
    (argument.since === undefined ? '' : `^${argument.since}`) +
    (argument.deprecatedSince === undefined ? '' : `!${argument.deprecatedSince}`);
  const shown = argument.displayText === undefined ? '' : `(${argument.displayText})`;
  const index = argument.keySpecIndex === undefined ? '' : `@${argument.keySpecIndex}`;

  if (type === 'pure-token' && token !== undefined) {
    const bare = !argument.multipleToken && shown === '' && index === '' && token.toLowerCase() === name;
    const swallows = !argument.optional && /^[a-z0-9_'-]/.test(rest);
    if (bare && !swallows && isTokenWord(token)) return token + versions + dots;
    return `${writeName(name)}${shown}${index}${versions}=${writeToken(token)}${dots}`;
  }

  let typed = `:${type}`;
  if (argument.arguments !== undefined) typed = '';
  else if (type === 'string' && index === '' && name !== 'key') typed = '';
  else if (type === 'key' && index !== '') typed = '';
  let text = `${writeName(name)}${shown}${typed}${index}${versions}`;
  if (name === 'key' && type === 'key' && index === '@0' && shown === '') text = `key${versions}`;
  if (type === 'oneof' && argument.arguments !== undefined) {
    text += `=<${argument.arguments.map((choice) => writeArgument(choice)).join('|')}>`;
  }
  if (type === 'block' && argument.arguments !== undefined) text += `=(${writeSyntax(argument.arguments)})`;
  if (token === undefined) return text + dots;
  return argument.multipleToken ? `${writeToken(token)}... ${text}` : `${writeToken(token)} ${text}${dots}`;
}

function writeName(name: string): string {
  return /^[a-z0-9_-]+$/.test(name) ? name : `'${name}'`;
}

function isTokenWord(token: string): boolean {
  return /^[A-Z](?:[A-Z0-9_-]|\.(?=[A-Z0-9]))*$/.test(token);
}

function writeToken(token: string): string {
  return isTokenWord(token) ? token : `"${token}"`;
}

/** mulberry32: the same seed gives the same run. */
function randomSource(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function randomList(random: (below: number) => number, depth: number): CommandArgument[] {
  return Array.from({ length: 1 + random(4) }, () => randomArgument(random, depth));
}

function randomArgument(random: (below: number) => number, depth: number): CommandArgument {
  const pick = <Value>(values: readonly Value[]): Value => values[random(values.length)];
  const name = pick(['key', 'value', 'count-block', 'num_fields', 'nx', 'std.p', 'subcommand & arguments', '0x']);
  const leaves: ArgumentType[] = ['string', 'integer', 'double', 'float', 'pattern', 'unix-time', 'pure-token', 'key'];
  const type = depth > 0 && random(3) === 0 ? pick(['oneof', 'block'] as const) : pick(leaves);
  const token = pick(['NX', 'STD.P', 'A-B', 'LOAD *', '', '=']);
  return {
    name,
    type,
    ...(type === 'key' && { keySpecIndex: random(3) }),
    ...(type === 'pattern' && random(3) === 0 && { keySpecIndex: random(3) }),
    ...((type === 'pure-token' ? random(8) > 0 : random(4) === 0) && { token }),
    ...(type === 'oneof' && { arguments: randomList(random, depth - 1) }),
    ...(type === 'block' && { arguments: randomList(random, depth - 1) }),
    ...(!['oneof', 'block', 'pure-token'].includes(type) && random(8) === 0 && { displayText: 'ip:port' }),
    ...(random(6) === 0 && { since: pick(['6.2.0', '8.12.0-rc1']) }),
    ...(random(20) === 0 && { deprecatedSince: '2.8.12' }),
    ...(random(4) === 0 && { optional: true as const }),
    ...multiplicity(random(8), type),
  };
}

function multiplicity(choice: number, type: ArgumentType): Partial<CommandArgument> {
  if (choice === 0) return { multiple: true };
  if (choice === 1 && type === 'integer') return { token: 'GET', multiple: true, multipleToken: true };
  return {};
}

test('whatever can be written is read back the same', () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.info(`seed ${seed}`);
  const random = randomSource(seed);
  for (let round = 0; round < 5000; round++) {
    const list = randomList(random, 3);
    const text = writeSyntax(list);
    expect(parseSyntax(text), text).toEqual(list);
  }
});
