import { encodeCommand, type ServerProcess } from '@respite/testing';

/**
 * Sends one command on a connection of its own and gives its reply: a line without its type, or a bulk string.
 *
 * @throws Error the reply is an error
 */
export async function ask(server: ServerProcess, ...args: string[]): Promise<string> {
  const connection = await server.connect();
  try {
    const reply = new TextDecoder().decode(await connection.exchange(encodeCommand(args)));
    if (reply.startsWith('-')) throw new Error(`${args.join(' ')}: ${reply.slice(1).trimEnd()}`);
    const line = reply.indexOf('\r\n');
    return reply.startsWith('$') ? reply.slice(line + 2, -2) : reply.slice(1, line);
  } finally {
    await connection.close();
  }
}

/** A field of INFO that is a number. */
export async function infoNumber(server: ServerProcess, section: string, field: string): Promise<number> {
  const text = await ask(server, 'INFO', section);
  const value = new RegExp(`^${field}:(\\d+)`, 'm').exec(text)?.[1];
  if (value === undefined) throw new Error(`INFO ${section} has no number ${field}`);
  return Number(value);
}
