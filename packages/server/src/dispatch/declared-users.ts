import { RuleCommands } from '../access-control/rule-commands.ts';
import { refuseDeclaration, type UserDeclaration } from '../access-control/user-declarations.ts';
import { Users } from '../access-control/users.ts';
import { allCommands } from '../commands/index.ts';

/** The `user` lines of a configuration, checked as far as one can before there is a server. */
export class DeclaredUsers {
  readonly declarations: UserDeclaration[] = [];
  readonly #users = new Users({ commands: new RuleCommands(allCommands, new Map()), allChannelsByDefault: false });

  /**
   * @param declaration name and rules
   * @returns the reason against it
   */
  add(declaration: UserDeclaration): string | undefined {
    const reason = refuseDeclaration(declaration, this.declarations, this.#users);
    if (reason === undefined) this.declarations.push(declaration);
    return reason;
  }
}
