import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { search } from './search.ts';

export const geosearch = defineCommand({
  name: 'GEOSEARCH',
  group: 'geo',
  since: '6.2.0',
  arity: -7,
  flags: 'readonly',
  complexity: 'O(N+log(M))',
  summary: 'Finds the places inside a circle, a box or a polygon.',
  keys: [keyRange('RO access', 1)],
  syntax:
    'key area=<around=(from=<FROMMEMBER member|FROMLONLAT fromlonlat=(longitude:double latitude:double)> ' +
    'by=<circle=(BYRADIUS radius:double unit=<M|KM|FT|MI>)' +
    '|box=(BYBOX width:double height:double unit=<M|KM|FT|MI>)>)' +
    '|polygon^9.0.0=(BYPOLYGON num-vertices:integer vertex=(longitude:double latitude:double) ' +
    'vertices=(longitude:double latitude:double)...)> [order=<ASC|DESC>] ' +
    '[count-block=(COUNT count:integer [ANY])] [WITHCOORD] [WITHDIST] [WITHHASH]',
  history: [['7.0.0', 'Units may be in capitals.']],
  execute(ctx) {
    search(ctx, { source: 1, begins: 'options', stores: 'never' });
  },
});

export const geosearchstore = defineCommand({
  name: 'GEOSEARCHSTORE',
  group: 'geo',
  since: '6.2.0',
  arity: -8,
  flags: 'write denyoom',
  complexity: 'O(N+log(M))',
  summary: 'Finds the places inside a circle, a box or a polygon and stores them.',
  keys: [keyRange('OW update', 1), keyRange('RO access', 2)],
  syntax:
    'destination@0 source@1 ' +
    'area=<around=(from=<FROMMEMBER member|FROMLONLAT fromlonlat=(longitude:double latitude:double)> ' +
    'by=<circle=(BYRADIUS radius:double unit=<M|KM|FT|MI>)' +
    '|box=(BYBOX width:double height:double unit=<M|KM|FT|MI>)>)' +
    '|polygon^9.0.0=(BYPOLYGON num-vertices:integer vertex=(longitude:double latitude:double) ' +
    'vertices=(longitude:double latitude:double)...)> [order=<ASC|DESC>] ' +
    '[count-block=(COUNT count:integer [ANY])] [STOREDIST]',
  history: [['7.0.0', 'Units may be in capitals.']],
  execute(ctx) {
    search(ctx, { source: 2, begins: 'options', stores: 'always' });
  },
});
