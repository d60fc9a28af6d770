import { defineCommand } from '../../define-command.ts';
import { helpSubcommand } from '../../help.ts';
import { clientId, clientInfo } from './client-id-info.ts';
import { clientKill } from './client-kill.ts';
import { clientList } from './client-list.ts';
import { clientGetName, clientSetInfo, clientSetName } from './client-name.ts';
import { clientCapa, clientImportSource } from './client-of-valkey.ts';
import { clientPause, clientUnpause } from './client-pause.ts';
import { clientNoEvict, clientNoTouch, clientReply } from './client-switches.ts';
import { clientCaching, clientGetRedir, clientTracking, clientTrackingInfo } from './client-tracking.ts';
import { clientUnblock } from './client-unblock.ts';

const clientHelp = helpSubcommand(
  {
    name: 'CLIENT|HELP',
    group: 'connection',
    since: '5.0.0',
    arity: 2,
    flags: 'loading stale',
    complexity: 'O(1)',
    summary: 'Lists the subcommands of CLIENT.',
    syntax: '',
  },
  {
    'CLIENT|KILL': 'KILL <ip:port> | <filter> <value> [<filter> <value> ...]',
    'CLIENT|LIST': 'LIST [<filter> <value> ...]',
  },
);

export const client = defineCommand({
  name: 'CLIENT',
  group: 'connection',
  since: '2.4.0',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands about client connections.',
  syntax: '',
  container: true,
  subcommands: [
    clientCaching,
    clientCapa,
    clientGetName,
    clientGetRedir,
    clientHelp,
    clientId,
    clientImportSource,
    clientInfo,
    clientKill,
    clientList,
    clientNoEvict,
    clientNoTouch,
    clientPause,
    clientReply,
    clientSetInfo,
    clientSetName,
    clientTracking,
    clientTrackingInfo,
    clientUnblock,
    clientUnpause,
  ],
});
