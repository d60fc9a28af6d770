import { ReplyDecoder } from '@respite/resp';
import { encodeCommand, type RawConnection } from '@respite/testing';

/** One argument of a command, as COMMAND DOCS tells of it. */
export interface ArgumentShape {
  readonly name: string;
  readonly type: string;
  readonly token: string | undefined;
  readonly optional: boolean;
  readonly multiple: boolean;
  readonly multipleToken: boolean;
  readonly parts: readonly ArgumentShape[];
}

/** How a command, or a subcommand, is called. */
export interface CommandShape {
  /** `CLIENT KILL` */
  readonly words: readonly string[];
  readonly group: string;
  readonly arguments: readonly ArgumentShape[];
}

type Plain = string | number | null | readonly Plain[];

/** Asks the server for all the commands that it has. */
export async function readCommandShapes(connection: RawConnection): Promise<CommandShape[]> {
  const decoder = new ReplyDecoder();
  decoder.feed(await connection.exchange(encodeCommand(['COMMAND', 'DOCS'])));
  decoder.next();
  return commandsIn(decoder.value as readonly Plain[]);
}

function commandsIn(docs: readonly Plain[]): CommandShape[] {
  const shapes: CommandShape[] = [];
  for (let i = 0; i < docs.length; i += 2) {
    const doc = mapOf(docs[i + 1]);
    const subcommands = doc.get('subcommands');
    if (subcommands !== undefined) shapes.push(...commandsIn(subcommands as readonly Plain[]));
    else {
      shapes.push({
        words: String(docs[i]).toUpperCase().split('|'),
        group: String(doc.get('group')),
        arguments: argumentsIn(doc.get('arguments')),
      });
    }
  }
  return shapes;
}

function argumentsIn(list: Plain | undefined): ArgumentShape[] {
  return ((list ?? []) as readonly Plain[]).map((entry) => {
    const argument = mapOf(entry);
    const flags = ((argument.get('flags') ?? []) as readonly Plain[]).map(String);
    const token = argument.get('token');
    return {
      name: String(argument.get('name')),
      type: String(argument.get('type')),
      token: token === undefined ? undefined : String(token),
      optional: flags.includes('optional'),
      multiple: flags.includes('multiple'),
      multipleToken: flags.includes('multiple_token'),
      parts: argumentsIn(argument.get('arguments')),
    };
  });
}

function mapOf(pairs: Plain | undefined): Map<string, Plain> {
  const map = new Map<string, Plain>();
  const list = (pairs ?? []) as readonly Plain[];
  for (let i = 0; i < list.length; i += 2) map.set(String(list[i]), list[i + 1]);
  return map;
}
