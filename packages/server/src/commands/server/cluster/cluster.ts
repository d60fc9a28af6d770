import { type CommandSpec, defineCommand } from '../../define-command.ts';
import { refuseWithoutCluster } from './not-available.ts';

const CHANGES = 'admin stale no_async_loading';
const LOOKS = 'loading stale';

interface Facts {
  readonly since: string;
  readonly arity: number;
  readonly flags: string;
  readonly complexity: 'O(1)' | 'O(N)';
  readonly summary: string;
  readonly syntax?: string;
  readonly tips?: 'nondeterministic_output';
  readonly deprecated?: { readonly since: string; readonly replacedBy: string };
}

/** A subcommand. There is no cluster, so all of them do the same; what they are called with is told all the same. */
function inCluster(word: string, facts: Facts): CommandSpec {
  return defineCommand({
    name: `CLUSTER|${word}`,
    group: 'cluster',
    syntax: '',
    ...facts,
    execute: refuseWithoutCluster,
  });
}

export const cluster = defineCommand({
  name: 'CLUSTER',
  group: 'cluster',
  since: '3.0.0',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands about the cluster.',
  syntax: '',
  container: true,
  subcommands: [
    inCluster('ADDSLOTS', {
      since: '3.0.0',
      arity: -3,
      flags: CHANGES,
      complexity: 'O(N)',
      summary: 'Gives hash slots to this node.',
      syntax: 'slot:integer...',
    }),
    inCluster('ADDSLOTSRANGE', {
      since: '7.0.0',
      arity: -4,
      flags: CHANGES,
      complexity: 'O(N)',
      summary: 'Gives ranges of hash slots to this node.',
      syntax: 'range=(start-slot:integer end-slot:integer)...',
    }),
    inCluster('BUMPEPOCH', {
      since: '3.0.0',
      arity: 2,
      flags: CHANGES,
      complexity: 'O(1)',
      summary: 'Moves the epoch of the cluster on.',
      tips: 'nondeterministic_output',
    }),
    inCluster('COUNT-FAILURE-REPORTS', {
      since: '3.0.0',
      arity: 3,
      flags: `admin ${LOOKS}`,
      complexity: 'O(N)',
      summary: 'Gives the number of nodes that report another as failed.',
      syntax: 'node-id',
      tips: 'nondeterministic_output',
    }),
    inCluster('COUNTKEYSINSLOT', {
      since: '3.0.0',
      arity: 3,
      flags: 'stale',
      complexity: 'O(1)',
      summary: 'Gives the number of keys in a hash slot.',
      syntax: 'slot:integer',
    }),
    inCluster('DELSLOTS', {
      since: '3.0.0',
      arity: -3,
      flags: CHANGES,
      complexity: 'O(N)',
      summary: 'Leaves hash slots without a node.',
      syntax: 'slot:integer...',
    }),
    inCluster('DELSLOTSRANGE', {
      since: '7.0.0',
      arity: -4,
      flags: CHANGES,
      complexity: 'O(N)',
      summary: 'Leaves ranges of hash slots without a node.',
      syntax: 'range=(start-slot:integer end-slot:integer)...',
    }),
    inCluster('FAILOVER', {
      since: '3.0.0',
      arity: -2,
      flags: CHANGES,
      complexity: 'O(1)',
      summary: 'Makes a replica take the place of its master.',
      syntax: '[options=<FORCE|TAKEOVER>]',
    }),
    inCluster('FLUSHSLOTS', {
      since: '3.0.0',
      arity: 2,
      flags: CHANGES,
      complexity: 'O(1)',
      summary: 'Takes all hash slots from this node.',
    }),
    inCluster('FORGET', {
      since: '3.0.0',
      arity: 3,
      flags: CHANGES,
      complexity: 'O(1)',
      summary: 'Removes a node from the list of nodes.',
      syntax: 'node-id',
    }),
    inCluster('GETKEYSINSLOT', {
      since: '3.0.0',
      arity: 4,
      flags: 'stale',
      complexity: 'O(N)',
      summary: 'Lists keys in a hash slot.',
      syntax: 'slot:integer count:integer',
      tips: 'nondeterministic_output',
    }),
    inCluster('HELP', {
      since: '5.0.0',
      arity: 2,
      flags: LOOKS,
      complexity: 'O(1)',
      summary: 'Lists the subcommands of CLUSTER.',
    }),
    inCluster('INFO', {
      since: '3.0.0',
      arity: 2,
      flags: LOOKS,
      complexity: 'O(1)',
      summary: 'Describes the state of the cluster as this node sees it.',
      tips: 'nondeterministic_output',
    }),
    inCluster('KEYSLOT', {
      since: '3.0.0',
      arity: 3,
      flags: LOOKS,
      complexity: 'O(N)',
      summary: 'Gives the hash slot of a key.',
      syntax: 'key:string',
    }),
    inCluster('LINKS', {
      since: '7.0.0',
      arity: 2,
      flags: LOOKS,
      complexity: 'O(N)',
      summary: 'Lists the connections to other nodes.',
      tips: 'nondeterministic_output',
    }),
    inCluster('MEET', {
      since: '3.0.0',
      arity: -4,
      flags: CHANGES,
      complexity: 'O(1)',
      summary: 'Makes two nodes know each other.',
      syntax: 'ip port:integer [cluster-bus-port:integer^4.0.0]',
    }),
    inCluster('MYID', {
      since: '3.0.0',
      arity: 2,
      flags: LOOKS,
      complexity: 'O(1)',
      summary: 'Gives the id of this node.',
    }),
    inCluster('MYSHARDID', {
      since: '7.2.0',
      arity: 2,
      flags: LOOKS,
      complexity: 'O(1)',
      summary: 'Gives the id of the shard that this node belongs to.',
      tips: 'nondeterministic_output',
    }),
    inCluster('NODES', {
      since: '3.0.0',
      arity: 2,
      flags: LOOKS,
      complexity: 'O(N)',
      summary: 'Lists the nodes and their hash slots, as the file of the cluster has them.',
      tips: 'nondeterministic_output',
    }),
    inCluster('REPLICAS', {
      since: '5.0.0',
      arity: 3,
      flags: `admin ${LOOKS}`,
      complexity: 'O(N)',
      summary: 'Lists the replicas of a master.',
      syntax: 'node-id',
      tips: 'nondeterministic_output',
    }),
    inCluster('REPLICATE', {
      since: '3.0.0',
      arity: 3,
      flags: CHANGES,
      complexity: 'O(1)',
      summary: 'Makes this node a replica of a master.',
      syntax: 'node-id',
    }),
    inCluster('RESET', {
      since: '3.0.0',
      arity: -2,
      flags: 'admin noscript stale',
      complexity: 'O(N)',
      summary: 'Makes this node forget the cluster.',
      syntax: '[reset-type=<HARD|SOFT>]',
    }),
    inCluster('SAVECONFIG', {
      since: '3.0.0',
      arity: 2,
      flags: CHANGES,
      complexity: 'O(1)',
      summary: 'Writes the state of the cluster to disk.',
    }),
    inCluster('SET-CONFIG-EPOCH', {
      since: '3.0.0',
      arity: 3,
      flags: CHANGES,
      complexity: 'O(1)',
      summary: 'Sets the epoch of a new node.',
      syntax: 'config-epoch:integer',
    }),
    inCluster('SETSLOT', {
      since: '3.0.0',
      arity: -4,
      flags: CHANGES,
      complexity: 'O(1)',
      summary: 'Binds a hash slot to a node, or marks it as being moved.',
      syntax:
        'slot:integer subcommand=<IMPORTING importing(node-id)|MIGRATING migrating(node-id)|NODE node(node-id)|STABLE>',
    }),
    inCluster('SHARDS', {
      since: '7.0.0',
      arity: 2,
      flags: LOOKS,
      complexity: 'O(N)',
      summary: 'Maps hash slots to shards with their nodes.',
      tips: 'nondeterministic_output',
    }),
    inCluster('SLAVES', {
      since: '3.0.0',
      arity: 3,
      flags: `admin ${LOOKS}`,
      complexity: 'O(N)',
      summary: 'The old name of CLUSTER REPLICAS.',
      syntax: 'node-id',
      deprecated: { since: '5.0.0', replacedBy: 'CLUSTER REPLICAS' },
      tips: 'nondeterministic_output',
    }),
    inCluster('SLOTS', {
      since: '3.0.0',
      arity: 2,
      flags: LOOKS,
      complexity: 'O(N)',
      summary: 'Maps ranges of hash slots to nodes.',
      deprecated: { since: '7.0.0', replacedBy: 'CLUSTER SHARDS' },
      tips: 'nondeterministic_output',
    }),
  ],
});
