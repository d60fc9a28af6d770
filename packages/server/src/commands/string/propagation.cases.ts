import { encodeCommand } from '@respite/testing';
import type { TestServer } from '../../../test/in-process.ts';

/** The commands that a replica or the append-only file would get of one command. */
export async function propagatedBy(server: TestServer, command: readonly string[]): Promise<string[][]> {
  const propagated: string[][] = [];
  let isListening = true;
  server.core.effects.listen({
    propagate: (_database, args) => {
      if (isListening) propagated.push(args.texts());
    },
  });
  await server.connect().exchange(encodeCommand(command));
  isListening = false;
  return propagated;
}
