import { Arguments, splitInlineCommand } from '@respite/resp';

/**
 * The arguments of a typed line, by the quoting rules of inline commands; null if quotes are unbalanced. Like in
 * redis-cli, a zero byte ends the line.
 */
export function splitLine(line: Uint8Array): Uint8Array[] | null {
  const zero = line.indexOf(0);
  const args = new Arguments();
  if (!splitInlineCommand(line, 0, zero < 0 ? line.length : zero, args)) return null;
  return Array.from({ length: args.count }, (_, i) => args.toBytes(i));
}

/** What one quoted argument stands for; null if it is unbalanced, or more or less than one argument. */
export function unquoteArgument(text: Uint8Array): Uint8Array | null {
  const args = splitLine(text);
  return args?.length === 1 ? args[0] : null;
}
