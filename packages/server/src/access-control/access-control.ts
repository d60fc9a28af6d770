import type { ArgumentSlices } from '../command-meta/argument-slices.ts';
import type { Config } from '../config/config.ts';
import { bytesOfText } from '../config/lossless-text.ts';
import { AclLog, type Denial } from './acl-log.ts';
import { bytesOfByteText, byteText } from './byte-text.ts';
import { PermissionCheck } from './permission-check.ts';
import type { RuleCommands } from './rule-commands.ts';
import type { User } from './user.ts';
import { declareUsers, type UserDeclaration } from './user-declarations.ts';
import { Users } from './users.ts';
import { parseUsersFile, usersFileText } from './users-file.ts';
import type { UsersFiles } from './users-files.ts';

const BOTH_KINDS =
  'Users are defined in the configuration and in an ACL file at the same time, which is very likely to lead to errors and security ' +
  'holes: please define them either in an ACL file or in the configuration, but not in both.';

type Log = (level: 'notice' | 'warning', message: string) => void;

/** Users, what they may do, what was denied lately, and the file that the users are kept in. */
export class AccessControl {
  readonly users: Users;
  readonly log = new AclLog();
  readonly #check = new PermissionCheck();
  readonly #config: Config;
  readonly #files: UsersFiles | undefined;
  readonly #logLine: Log;

  constructor(config: Config, commands: RuleCommands, files: UsersFiles | undefined, logLine: Log) {
    this.#config = config;
    this.#files = files;
    this.#logLine = logLine;
    this.users = new Users({
      commands,
      get allChannelsByDefault() {
        return config.aclPubsubDefault === 'allchannels';
      },
    });
    if (config.requirepass !== '') this.#setDefaultPassword();
    config.onChange(['requirepass'], () => {
      this.#setDefaultPassword();
      return undefined;
    });
  }

  get defaultUser(): User {
    return this.users.defaultUser;
  }

  /** Whether a client that has just come must log in before it may do anything. */
  get requiresAuthentication(): boolean {
    return !this.defaultUser.needsNoPassword || !this.defaultUser.isEnabled;
  }

  /** The user with this name, if that is its password and it may log in. */
  authenticate(name: string, password: Uint8Array): User | undefined {
    const user = this.users.get(name);
    return user?.acceptsPassword(password) ? user : undefined;
  }

  // Permissions.

  /** Whether the user may run command number `id` with these arguments. @returns one of Verdict */
  check(user: User, id: number, args: ArgumentSlices): number {
    const command = this.users.commands.byId[id];
    return this.#check.check(user, command, args);
  }

  /** After a check that denied a key or channel: the argument that names it. */
  get deniedArgument(): number {
    return this.#check.deniedArgument;
  }

  /** Whether the user may run the command, and use any key at all with it in the ways of `flags`, bits of KeyFlag. */
  permitsAnyKey(user: User, commandName: string, args: ArgumentSlices, flags: number): boolean {
    const command = this.users.commands.find(commandName);
    return command !== undefined && this.#check.permitsAnyKey(user, command, args, flags);
  }

  /** Keeps a denial in the log. */
  note(denial: Denial, now: number): void {
    this.log.add(denial, now, this.#config.acllogMaxLen);
  }

  // Where users come from.

  /**
   * Makes the users of the configuration, or takes them from the file.
   * @returns lines for the log that say why the server cannot start
   */
  loadAtStart(declarations: readonly UserDeclaration[]): string[] {
    const { aclfile } = this.#config;
    if (aclfile !== '' && declarations.length > 0) return [BOTH_KINDS];
    const reason = declareUsers(declarations, this.users, (line) => this.#logLine('notice', line));
    if (reason !== undefined) return [reason, 'Critical error while loading ACLs. Exiting.'];
    const errors = aclfile === '' ? undefined : this.loadFile();
    return errors === undefined ? [] : [`Aborting Respite startup because of ACL errors: ${errors}`];
  }

  get hasFile(): boolean {
    return this.#config.aclfile !== '';
  }

  /** ACL LOAD: the users of the file and no others. @returns the reason why nothing has changed */
  loadFile(): string | undefined {
    const { aclfile } = this.#config;
    const path = byteText(bytesOfText(aclfile));
    let contents: Uint8Array;
    try {
      if (this.#files === undefined) throw new Error('There are no files here');
      contents = this.#files.read(aclfile);
    } catch (error) {
      return `Error loading ACLs, opening file '${path}': ${messageOf(error)}`;
    }
    const users = parseUsersFile(byteText(contents), path, this.users);
    if (typeof users === 'string') return users;
    this.users.replaceAll(users);
    return undefined;
  }

  /** ACL SAVE. @returns whether it worked; if not, the log tells more */
  saveFile(): boolean {
    try {
      if (this.#files === undefined) throw new Error('There are no files here');
      this.#files.replace(this.#config.aclfile, bytesOfByteText(usersFileText(this.users)));
      return true;
    } catch (error) {
      this.#logLine('warning', `Writing the ACL file '${this.#config.aclfile}': ${messageOf(error)}`);
      return false;
    }
  }

  /** `requirepass` is the password of the default user, its only one. */
  #setDefaultPassword(): void {
    const { requirepass } = this.#config;
    const next = this.users.draft(this.defaultUser.name);
    next.copyFrom(this.defaultUser);
    next.apply('resetpass');
    next.apply(requirepass === '' ? 'nopass' : `>${byteText(bytesOfText(requirepass))}`);
    this.users.put(next);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
