import { byteText } from '../../access-control/byte-text.ts';
import type { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';
import { noteFailedLogin } from './note-denial.ts';

/**
 * Logs the client in, if name and password are right and the user may log in.
 *
 * @param user index of the argument with the user's name; 0 for the default user
 * @param password index of the argument with the password
 * @returns the error for the client; the client is logged in if there is none
 */
export function authenticate(ctx: Context, user: number, password: number): CommandError | undefined {
  const { client, server, args } = ctx;
  const { accessControl } = server;
  const name = user === 0 ? accessControl.defaultUser.name : byteText(args.bytes, args.starts[user], args.ends[user]);
  const known = accessControl.authenticate(name, args.toBytes(password));
  if (known === undefined) {
    noteFailedLogin(ctx, name);
    return errors.wrongPassword;
  }
  server.logins.logIn(client, known);
  return undefined;
}
