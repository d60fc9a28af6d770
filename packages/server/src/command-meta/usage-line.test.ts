import { expect, test } from 'vitest';
import { bitField, client, evalReadOnly, geoRadius, migrate, set, sort, xread } from './sample-facts.cases.ts';
import { parseSyntax } from './syntax.ts';
import { usageLine } from './usage-line.ts';

test.each([
  [set.syntax, 'key value [NX | XX | IFEQ ifeq-value] [GET] [EX seconds | EXAT unix-time-seconds | KEEPTTL]'],
  [
    sort.syntax,
    'key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] [ASC | DESC] [ALPHA] [STORE destination]',
  ],
  [
    migrate.syntax,
    'host port <key | ""> destination-db timeout [COPY] [AUTH password | AUTH2 username password] [KEYS key [key ...]]',
  ],
  [xread.syntax, '[COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]'],
  [
    geoRadius.syntax,
    'key longitude latitude radius <M | KM | FT | MI> [COUNT count [ANY]] [STORE key | STOREDIST key]',
  ],
  [evalReadOnly.syntax, 'script numkeys [key [key ...]] [arg [arg ...]]'],
  [client.subcommands[0].syntax.replace('...', ''), '<ip:port | <[ID client-id] | [TYPE <NORMAL | MASTER | PUBSUB>]>>'],
  ['[operation=<GET a|SET b>...]', '[<GET a | SET b> [<GET a | SET b> ...]]'],
  ['data=(key value)...', 'key value [key value ...]'],
  ['', ''],
])('%s', (syntax, usage) => {
  expect(usageLine(parseSyntax(syntax))).toBe(usage);
});

test('brackets close again', () => {
  const usage = usageLine(parseSyntax(bitField.syntax));
  for (const pair of ['[]', '<>']) expect(usage.split(pair[0]).length).toBe(usage.split(pair[1]).length);
});
