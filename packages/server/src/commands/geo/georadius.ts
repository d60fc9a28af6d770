import { keyAfterWord, keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { search } from './search.ts';

export const georadius = defineCommand({
  name: 'GEORADIUS',
  group: 'geo',
  since: '3.2.0',
  arity: -6,
  flags: 'write denyoom',
  complexity: 'O(N+log(M))',
  summary: 'Finds the places around a point, and gives or stores them.',
  keys: [
    keyRange('RO access', 1),
    keyAfterWord('OW update incomplete', 'STORE', 6),
    keyAfterWord('OW update incomplete', 'STOREDIST', 6),
  ],
  keyFinder: 'geoRadius',
  syntax:
    'key longitude:double latitude:double radius:double unit=<M|KM|FT|MI> [WITHCOORD] [WITHDIST] [WITHHASH] ' +
    '[count-block=(COUNT count:integer [ANY^6.2.0])] [order=<ASC|DESC>] ' +
    '[store=<STORE storekey(key)@1|STOREDIST storedistkey(key)@2>]',
  history: [['7.0.0', 'Units may be in capitals.']],
  deprecated: { since: '6.2.0', replacedBy: 'GEOSEARCH or GEOSEARCHSTORE with BYRADIUS' },
  execute(ctx) {
    search(ctx, { source: 1, begins: 'place', stores: 'by option' });
  },
});

export const georadiusRo = defineCommand({
  name: 'GEORADIUS_RO',
  group: 'geo',
  since: '3.2.10',
  arity: -6,
  flags: 'readonly',
  complexity: 'O(N+log(M))',
  summary: 'Finds the places around a point.',
  keys: [keyRange('RO access', 1)],
  syntax:
    'key longitude:double latitude:double radius:double unit=<M|KM|FT|MI> [WITHCOORD] [WITHDIST] [WITHHASH] ' +
    '[count-block=(COUNT count:integer [ANY^6.2.0])] [order=<ASC|DESC>]',
  history: [['7.0.0', 'Units may be in capitals.']],
  deprecated: { since: '6.2.0', replacedBy: 'GEOSEARCH with BYRADIUS' },
  execute(ctx) {
    search(ctx, { source: 1, begins: 'place', stores: 'never' });
  },
});

export const georadiusbymember = defineCommand({
  name: 'GEORADIUSBYMEMBER',
  group: 'geo',
  since: '3.2.0',
  arity: -5,
  flags: 'write denyoom',
  complexity: 'O(N+log(M))',
  summary: 'Finds the places around another place, and gives or stores them.',
  keys: [
    keyRange('RO access', 1),
    keyAfterWord('OW update incomplete', 'STORE', 5),
    keyAfterWord('OW update incomplete', 'STOREDIST', 5),
  ],
  keyFinder: 'geoRadius',
  syntax:
    'key member radius:double unit=<M|KM|FT|MI> [WITHCOORD] [WITHDIST] [WITHHASH] ' +
    '[count-block=(COUNT count:integer [ANY])] [order=<ASC|DESC>] ' +
    '[store=<STORE storekey(key)@1|STOREDIST storedistkey(key)@2>]',
  history: [
    ['6.2.0', 'ANY added.'],
    ['7.0.0', 'Units may be in capitals.'],
  ],
  deprecated: { since: '6.2.0', replacedBy: 'GEOSEARCH or GEOSEARCHSTORE with BYRADIUS and FROMMEMBER' },
  execute(ctx) {
    search(ctx, { source: 1, begins: 'member', stores: 'by option' });
  },
});

export const georadiusbymemberRo = defineCommand({
  name: 'GEORADIUSBYMEMBER_RO',
  group: 'geo',
  since: '3.2.10',
  arity: -5,
  flags: 'readonly',
  complexity: 'O(N+log(M))',
  summary: 'Finds the places around another place.',
  keys: [keyRange('RO access', 1)],
  syntax:
    'key member radius:double unit=<M|KM|FT|MI> [WITHCOORD] [WITHDIST] [WITHHASH] ' +
    '[count-block=(COUNT count:integer [ANY])] [order=<ASC|DESC>]',
  history: [
    ['6.2.0', 'ANY added.'],
    ['7.0.0', 'Units may be in capitals.'],
  ],
  deprecated: { since: '6.2.0', replacedBy: 'GEOSEARCH with BYRADIUS and FROMMEMBER' },
  execute(ctx) {
    search(ctx, { source: 1, begins: 'member', stores: 'never' });
  },
});
