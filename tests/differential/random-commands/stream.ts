import type { Ingredients } from './ingredients.ts';
import { often, type RandomCommand } from './random-command.ts';

const key = (from: Ingredients) => from.key('stream');
const group = (from: Ingredients) => from.pick(['g', 'g', 'g', 'g2', 'g2', '', 'none']);
const consumer = (from: Ingredients) => from.pick(['c1', 'c1', 'c2', 'c3', '']);

function fields(from: Ingredients): string[] {
  // The same fields as before are kept in a shorter form.
  const all = from.chance(0.6)
    ? ['f', from.value(), 'g', from.member()]
    : from.times(from.between(1, 3), () => [from.member(), from.value()]).flat();
  if (from.chance(0.02)) all.pop();
  return all;
}

function trimming(from: Ingredients): string[] {
  const how = from.maybe(0.5, ['~'], ['=']);
  const threshold = from.chance(0.5)
    ? [from.word('MAXLEN'), ...how, from.count()]
    : [from.word('MINID'), ...how, from.streamId()];
  return [...threshold, ...from.maybe(how[0] === '~' ? 0.4 : 0.03, [from.word('LIMIT'), from.count()])];
}

function range(from: Ingredients): string[] {
  const bound = () => (from.chance(0.2) ? from.pick(['-', '+']) : (from.chance(0.15) ? '(' : '') + from.streamId());
  return [bound(), bound()];
}

/** No `$`, which is an ID that somebody else chooses only if nobody else is there, and no waiting. */
function readFrom(from: Ingredients, ids: () => string): string[] {
  const keys = from.keys('stream', 2);
  const all = [...keys, ...keys.map(ids)];
  if (from.chance(0.03)) all.pop();
  return [from.word('STREAMS'), ...all];
}

const readCount = (from: Ingredients) => from.maybe(0.4, [from.word('COUNT'), from.count()]);
const block = (from: Ingredients) => from.maybe(0.04, ['BLOCK', '1'], ['BLOCK', '-1'], ['BLOCK', 'x']);
const ids = (from: Ingredients) => from.times(from.between(1, 4), () => from.streamId());

export const streamCommands: readonly RandomCommand[] = [
  often(22, (from) => [
    'XADD',
    key(from),
    ...from.maybe(0.08, [from.word('NOMKSTREAM')]),
    ...(from.chance(0.15) ? trimming(from) : []),
    from.newStreamId(),
    ...fields(from),
  ]),
  often(2, (from) => ['XTRIM', key(from), ...trimming(from)]),
  often(4, (from) => ['XDEL', key(from), ...ids(from)]),
  often(1, (from) => ['XLEN', key(from)]),
  often(4, (from) => [from.pick(['XRANGE', 'XREVRANGE']), key(from), ...range(from), ...readCount(from)]),
  often(3, (from) => [
    'XREAD',
    ...readCount(from),
    ...block(from),
    ...readFrom(from, () => (from.chance(0.1) ? '$' : from.pick(['0', '0-0', from.streamId()]))),
  ]),
  often(5, (from) => [
    'XGROUP',
    from.word('CREATE'),
    key(from),
    group(from),
    from.pick(['0', '$', '-', from.streamId()]),
    ...from.maybe(0.6, [from.word('MKSTREAM')]),
    ...from.maybe(0.15, [from.word('ENTRIESREAD'), from.integer()]),
  ]),
  often(1, (from) => [
    'XGROUP',
    from.word('SETID'),
    key(from),
    group(from),
    from.pick(['0', '$', from.streamId()]),
    ...from.maybe(0.2, ['ENTRIESREAD', from.integer()]),
  ]),
  often(0.5, (from) => ['XGROUP', from.word('DESTROY'), key(from), group(from)]),
  often(2, (from) => ['XGROUP', from.word('CREATECONSUMER', 'DELCONSUMER'), key(from), group(from), consumer(from)]),
  often(10, (from) => [
    'XREADGROUP',
    from.word('GROUP'),
    group(from),
    consumer(from),
    ...readCount(from),
    ...block(from),
    ...from.maybe(0.15, [from.word('NOACK')]),
    ...readFrom(from, () => (from.chance(0.8) ? '>' : from.pick(['0', '0', '$', from.streamId()]))),
  ]),
  often(5, (from) => ['XACK', key(from), group(from), ...ids(from)]),
  often(3, (from) => [
    'XPENDING',
    key(from),
    group(from),
    ...from.maybe(0.7, [
      ...from.maybe(0.2, ['IDLE', from.pick(['0', '1000000000', 'x', '-1'])]),
      ...range(from),
      from.count(),
      ...from.maybe(0.4, [consumer(from)]),
    ]),
  ]),
  often(5, (from) => {
    const options: string[] = [];
    while (from.chance(0.35)) {
      options.push(
        ...from.pick([
          ['IDLE', from.pick(['0', '2050000000', '-1', 'x'])],
          ['TIME', from.pick(['1500000000000', '0', '-1', 'x'])],
          ['RETRYCOUNT', from.integer()],
          ['FORCE'],
          ['JUSTID'],
          ['LASTID', from.streamId()],
        ]),
      );
    }
    return [
      'XCLAIM',
      key(from),
      group(from),
      consumer(from),
      from.pick(['0', '0', '0', '-5', '1000000000', 'x']),
      ...ids(from),
      ...options,
    ];
  }),
  often(3, (from) => [
    'XAUTOCLAIM',
    key(from),
    group(from),
    consumer(from),
    from.pick(['0', '0', '0', '1000000000', '-1', 'x']),
    from.pick(['0', '-', '(1-1', from.streamId()]),
    ...from.maybe(0.5, ['COUNT', from.count()]),
    ...from.maybe(0.3, [from.word('JUSTID')]),
  ]),
  often(2, (from) => [
    'XINFO',
    from.word('STREAM'),
    key(from),
    ...from.maybe(0.6, ['FULL'], ['FULL', 'COUNT', from.count()], ['X']),
  ]),
  often(1, (from) => ['XINFO', from.word('GROUPS'), key(from)]),
  often(1, (from) => ['XINFO', from.word('CONSUMERS'), key(from), group(from)]),
  often(1.5, (from) => [
    'XSETID',
    key(from),
    from.streamId(),
    ...from.maybe(
      0.4,
      ['ENTRIESADDED', from.integer()],
      ['ENTRIESADDED', from.integer(), 'MAXDELETEDID', from.streamId()],
      ['MAXDELETEDID', from.streamId()],
    ),
  ]),
];
