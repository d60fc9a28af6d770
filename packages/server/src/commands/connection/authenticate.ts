import { bytesOfText } from '../../config/lossless-text.ts';
import type { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

/**
 * Checks a user's password. There is one user, "default", whose password is `requirepass`; without one, any will do.
 *
 * @param user index of the argument with the user's name; 0 for the default user
 * @param password index of the argument with the password
 * @returns the error for the client; the client is authenticated if there is none
 */
export function authenticate(ctx: Context, user: number, password: number): CommandError | undefined {
  const { client, server } = ctx;
  const known = user === 0 || ctx.quoted(user) === 'default';
  if (!known || !passwordMatches(ctx, password)) {
    server.counters.aclDeniedAuth++;
    return errors.wrongPassword;
  }
  client.user = 'default';
  server.authenticated(client);
  return undefined;
}

function passwordMatches(ctx: Context, index: number): boolean {
  const { requirepass } = ctx.server.config;
  return requirepass === '' || equalInConstantTime(bytesOfText(requirepass), ctx.args.toBytes(index));
}

/** Takes as long for a wrong password as for the right one, so that the time tells nothing of how much was right. */
function equalInConstantTime(secret: Uint8Array, given: Uint8Array): boolean {
  let difference = secret.length ^ given.length;
  for (let i = 0; i < given.length; i++) difference |= given[i] ^ secret[i % secret.length];
  return difference === 0;
}
