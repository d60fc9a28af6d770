import type { Ingredients } from './ingredients.ts';
import { often, type RandomCommand } from './random-command.ts';

const key = (from: Ingredients) => from.key('hyperloglog');

export const hyperloglogCommands: readonly RandomCommand[] = [
  often(6, (from) => ['PFADD', key(from), ...from.maybe(0.95, from.members())]),
  often(2, (from) => {
    const start = from.between(0, 5000);
    let i = 0;
    return ['PFADD', key(from), ...from.times(from.between(1, 300), () => `e${start + i++}`)];
  }),
  often(4, (from) => ['PFCOUNT', ...from.keys('hyperloglog', 3)]),
  often(3, (from) => ['PFMERGE', key(from), ...from.maybe(0.95, from.keys('hyperloglog', 3))]),
  often(1, (from) => ['PFDEBUG', from.word('ENCODING', 'TODENSE', 'DECODE'), key(from)]),
  often(1, (from) => ['GET', key(from)]),
  // Bytes that are no HyperLogLog, or no longer one.
  often(0.4, (from) => [
    'SETRANGE',
    key(from),
    from.pick(['0', '3', '4', '8', '15', '16', '20']),
    from.pick(['H', '\0', '\x01', '\xff', 'HYLL']),
  ]),
  often(0.3, (from) => [
    'SET',
    key(from),
    from.pick(['HYLL', `HYLL\x01${'\0'.repeat(11)}\x7f\xff`, `HYLL${'\0'.repeat(12)}`, from.value()]),
  ]),
];
