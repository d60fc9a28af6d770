import type { Ingredients } from './ingredients.ts';
import { often, type RandomCommand } from './random-command.ts';

const key = (from: Ingredients) => from.key('list');
const end = (from: Ingredients) => from.word('LEFT', 'RIGHT', ...(from.chance(0.02) ? ['UP'] : []));
const element = (from: Ingredients) => (from.chance(0.15) ? from.value().replaceAll('\0', '\x01') : from.member());

/** How long to wait for elements, where there are none: as short as can be. */
export function timeout(from: Ingredients): string {
  return from.chance(0.06) ? from.pick(['-1', 'x', '', 'nan', 'inf', '1e300', '-0.1', '9223372036854775808']) : '0.001';
}

export const listCommands: readonly RandomCommand[] = [
  often(12, (from) => [from.pick(['LPUSH', 'RPUSH']), key(from), ...from.members()]),
  often(6, (from) => [from.pick(['LPUSH', 'RPUSH']), key(from), element(from)]),
  often(3, (from) => [from.pick(['LPUSHX', 'RPUSHX']), key(from), ...from.members()]),
  often(8, (from) => [from.pick(['LPOP', 'RPOP']), key(from), ...from.maybe(0.4, [from.count()])]),
  often(2, (from) => ['LLEN', key(from)]),
  often(4, (from) => ['LINDEX', key(from), from.index()]),
  often(5, (from) => ['LSET', key(from), from.index(), element(from)]),
  often(6, (from) => ['LRANGE', key(from), from.index(), from.index()]),
  often(3, (from) => [
    'LTRIM',
    key(from),
    from.pick(['0', '1', '-3', from.index()]),
    from.pick(['-1', '-2', '20', from.index()]),
  ]),
  often(4, (from) => ['LREM', key(from), from.pick(['0', '1', '-1', '2', '-2', from.integer()]), element(from)]),
  often(5, (from) => [
    'LINSERT',
    key(from),
    from.word('BEFORE', 'AFTER', ...(from.chance(0.03) ? ['AT'] : [])),
    from.member(),
    element(from),
  ]),
  often(4, (from) => {
    const options: string[] = [];
    while (from.chance(0.5)) {
      options.push(
        from.word('RANK', 'COUNT', 'MAXLEN'),
        from.chance(0.7) ? String(from.between(-3, 3)) : from.integer(),
      );
    }
    return ['LPOS', key(from), from.member(), ...options];
  }),
  often(2, (from) => ['RPOPLPUSH', key(from), key(from)]),
  often(4, (from) => ['LMOVE', key(from), key(from), end(from), end(from)]),
  often(4, (from) => [
    'LMPOP',
    ...from.numbered(from.keys('list', 3)),
    end(from),
    ...from.maybe(0.5, [from.word('COUNT'), from.count()], ['COUNT']),
  ]),
  often(0.5, (from) => [from.pick(['BLPOP', 'BRPOP']), ...from.keys('list', 3), timeout(from)]),
  often(0.3, (from) => ['BRPOPLPUSH', key(from), key(from), timeout(from)]),
  often(0.3, (from) => ['BLMOVE', key(from), key(from), end(from), end(from), timeout(from)]),
  often(0.5, (from) => [
    'BLMPOP',
    timeout(from),
    ...from.numbered(from.keys('list', 3)),
    end(from),
    ...from.maybe(0.5, ['COUNT', from.count()]),
  ]),
];
