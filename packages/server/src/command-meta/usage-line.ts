import type { CommandArgument } from './syntax.ts';

/**
 * The arguments as manuals and the client's help print them:
 * `key value [NX | XX] [GET] [EX seconds | PX milliseconds | KEEPTTL]`.
 */
export function usageLine(list: readonly CommandArgument[]): string {
  return list.map(usage).join(' ');
}

function usage(argument: CommandArgument): string {
  if (!argument.optional) return repeated(argument, once(argument));
  const alone = argument.type === 'oneof' && !argument.multiple && argument.token === undefined;
  return `[${alone ? alternatives(argument) : repeated(argument, once(argument))}]`;
}

function once(argument: CommandArgument): string {
  const value = withoutToken(argument);
  if (argument.token === undefined) return value;
  const token = argument.token === '' ? '""' : argument.token;
  return value === '' ? token : `${token} ${value}`;
}

function withoutToken(argument: CommandArgument): string {
  if (argument.type === 'pure-token') return '';
  if (argument.type === 'block') return usageLine(argument.arguments ?? []);
  if (argument.type !== 'oneof') return argument.displayText ?? argument.name;
  const choices = alternatives(argument);
  return argument.arguments?.length === 1 ? choices : `<${choices}>`;
}

function alternatives(argument: CommandArgument): string {
  return (argument.arguments ?? []).map(usage).join(' | ');
}

/** `key [key ...]`: at least one, or as many as one likes. */
function repeated(argument: CommandArgument, text: string): string {
  if (!argument.multiple) return text;
  const again = argument.multipleToken ? text : withoutToken(argument);
  return `${text} [${again === '' ? text : again} ...]`;
}
