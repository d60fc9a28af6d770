import { SeededRandom } from '@respite/testing';
import type { Command, Step } from './commands.ts';
import { isAvoided } from './looseness.ts';
import { randomCommandGroups } from './random-commands/index.ts';
import { Ingredients, SAME_SCORE_KEYS } from './random-commands/ingredients.ts';
import { isStep, type RandomCommand, Weighted } from './random-commands/random-command.ts';

/** What is done to both servers, beginning with empty ones. */
export interface Sequence {
  readonly seed: number;
  readonly protocol: 2 | 3;
  /** CONFIG SET of where encodings change. */
  readonly settings: readonly Command[];
  readonly steps: readonly Step[];
}

/** Small limits, so that collections grow beyond them and shrink below them all the time. The first are the defaults. */
const LIMITS: Readonly<Record<string, readonly string[]>> = {
  'list-max-listpack-size': ['-2', '4', '16', '-1', '1', '-5'],
  'set-max-intset-entries': ['512', '8', '32', '0'],
  'set-max-listpack-entries': ['128', '8', '32', '0'],
  'set-max-listpack-value': ['64', '10'],
  'hash-max-listpack-entries': ['128', '8', '32', '0'],
  'hash-max-listpack-value': ['64', '10'],
  'zset-max-listpack-entries': ['128', '8', '32', '0'],
  'zset-max-listpack-value': ['64', '10'],
  'stream-node-max-entries': ['100', '3', '1', '0'],
  'stream-node-max-bytes': ['4096', '100', '0'],
  'hll-sparse-max-bytes': ['3000', '100', '0'],
};

/** Settings that a server starts with. */
export const defaultSettings: readonly Command[] = Object.entries(LIMITS).map(([name, [value]]) => [
  'CONFIG',
  'SET',
  name,
  value,
]);

const groups = new Weighted(
  randomCommandGroups.map((group) => ({ ...group, commands: new Weighted<RandomCommand>(group.commands) })),
);

/** A sequence of `length` steps, the same for the same seed. */
export function randomSequence(seed: number, length: number, isAtLeast72: boolean): Sequence {
  const random = new SeededRandom(seed);
  const from = new Ingredients(random, isAtLeast72);
  const settings: Command[] = [];
  for (const [name, values] of Object.entries(LIMITS)) {
    if (from.chance(0.4)) settings.push(['CONFIG', 'SET', name, from.pick(values)]);
  }
  // Either all groups, or mostly one, whose values then live longer.
  const favourite = from.chance(0.4) ? groups.pick(from) : undefined;
  // SORT leaves traces that make comparison less strict.
  const sorts = from.chance(0.5);
  const steps = from.times(length, () => {
    for (;;) {
      const group = favourite !== undefined && from.chance(0.7) ? favourite : groups.pick(from);
      const made = group.commands.pick(from).make(from);
      const step = isStep(made) ? made : [from.chance(0.025) ? spoil(from, made) : made];
      if (step.some((command) => isAvoided(command, !isAtLeast72)) || (!sorts && step[0][0].startsWith('SORT')))
        continue;
      return step;
    }
  });
  return { seed, protocol: from.pick([2, 3]), settings, steps };
}

/** Commands in which an argument that is moved or missing would mean waiting for ever, a time that is now, a string of 512 MB ... */
const FRAGILE =
  /^(?:B[LRZ].*|X.*|SPOP|SETBIT|BITFIELD.*|.*EXPIRE.*|P?SETEX|SET|GETEX|SORT|SRANDMEMBER|HRANDFIELD|ZRANDMEMBER|DEBUG)$/;

/** The command with something wrong: too much, too little, another order. */
function spoil(from: Ingredients, command: Command): Command {
  const spoilt = [...command];
  const at = from.random.nextInt(command.length);
  if (FRAGILE.test(command[0]) || command.some((arg) => SAME_SCORE_KEYS.includes(arg))) {
    spoilt.push('x');
    return spoilt;
  }
  switch (from.random.nextInt(5)) {
    case 0:
      if (command.length > 1) spoilt.splice(Math.max(1, at), 1);
      break;
    case 1:
      spoilt.splice(at, 0, command[at]);
      break;
    case 2:
      spoilt.push(from.pick(['x', '', '-1', '1', from.anyKey()]));
      break;
    case 3:
      if (at > 0) spoilt[at] = from.pick(['x', '', '-1', '9223372036854775808', 'nosuch', '1.5']);
      break;
    default:
      if (command.length > 2) {
        const other = 1 + from.random.nextInt(command.length - 1);
        spoilt[Math.max(1, at)] = command[other];
        spoilt[other] = command[Math.max(1, at)];
      }
  }
  return spoilt;
}
