import { defineCommand } from '../../define-command.ts';
import { aclHelp } from './acl-help.ts';
import { aclLog } from './acl-log.ts';
import { aclCat, aclDryRun } from './commands.ts';
import { aclLoad, aclSave } from './file.ts';
import { aclGenPass } from './genpass.ts';
import { aclDelUser, aclGetUser, aclList, aclSetUser, aclUsers, aclWhoAmI } from './users.ts';

export const acl = defineCommand({
  name: 'ACL',
  group: 'server',
  since: '6.0.0',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands about users and what they may do.',
  syntax: '',
  container: true,
  subcommands: [
    aclCat,
    aclDelUser,
    aclDryRun,
    aclGenPass,
    aclGetUser,
    aclHelp,
    aclList,
    aclLoad,
    aclLog,
    aclSave,
    aclSetUser,
    aclUsers,
    aclWhoAmI,
  ],
});
