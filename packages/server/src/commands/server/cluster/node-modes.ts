import { defineCommand } from '../../define-command.ts';
import { refuseWithoutCluster } from './not-available.ts';

export const asking = defineCommand({
  name: 'ASKING',
  group: 'cluster',
  since: '3.0.0',
  arity: 1,
  flags: 'fast',
  categories: 'connection',
  complexity: 'O(1)',
  summary: 'Lets the next command use a hash slot that is being moved here.',
  syntax: '',
  execute: refuseWithoutCluster,
});

export const readOnly = defineCommand({
  name: 'READONLY',
  group: 'cluster',
  since: '3.0.0',
  arity: 1,
  flags: 'loading stale fast',
  categories: 'connection',
  complexity: 'O(1)',
  summary: 'Lets this connection read from a replica in a cluster.',
  syntax: '',
  execute: refuseWithoutCluster,
});

export const readWrite = defineCommand({
  name: 'READWRITE',
  group: 'cluster',
  since: '3.0.0',
  arity: 1,
  flags: 'loading stale fast',
  categories: 'connection',
  complexity: 'O(1)',
  summary: 'Takes READONLY back.',
  syntax: '',
  execute: refuseWithoutCluster,
});
