import { CommandError } from '../../command-error.ts';
import { defineCommand } from '../../define-command.ts';

const noFile = new CommandError(
  'ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ACL SETUSER command and ' +
    'then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) in order to store users in the Redis configuration.',
);
const notSaved = new CommandError(
  'ERR There was an error trying to save the ACLs. Please check the server logs for more information',
);

export const aclLoad = defineCommand({
  name: 'ACL|LOAD',
  group: 'server',
  since: '6.0.0',
  arity: 2,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Takes the users from the ACL file again.',
  syntax: '',
  execute(ctx) {
    const { accessControl } = ctx.server;
    if (!accessControl.hasFile) throw noFile;
    const errors = accessControl.loadFile();
    if (errors === undefined) ctx.reply.ok();
    else ctx.failQuoting(`ERR ${errors}`);
  },
});

export const aclSave = defineCommand({
  name: 'ACL|SAVE',
  group: 'server',
  since: '6.0.0',
  arity: 2,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Writes the users to the ACL file.',
  syntax: '',
  tips: 'request_policy:all_nodes response_policy:all_succeeded',
  execute(ctx) {
    const { accessControl } = ctx.server;
    if (!accessControl.hasFile) throw noFile;
    if (!accessControl.saveFile()) throw notSaved;
    ctx.reply.ok();
  },
});
