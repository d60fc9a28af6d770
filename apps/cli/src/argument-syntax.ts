import type { TypedReply } from '@respite/resp';
import { elementsOf, pairsOf, replyText } from './reply-text.ts';

/**
 * The arguments of a command in one line, from the `arguments` of COMMAND DOCS:
 *
 *   key value [NX|XX] [EX seconds|PX milliseconds|KEEPTTL]
 */
export function argumentSyntax(args: readonly TypedReply[]): string {
  return args.map(oneArgument).join(' ');
}

function oneArgument(arg: TypedReply): string {
  const facts = new Map(pairsOf(arg));
  const text = (fact: string) => {
    const value = facts.get(fact);
    return value === undefined ? undefined : replyText(value);
  };
  const list = (fact: string) => {
    const value = facts.get(fact);
    return (value === undefined ? null : elementsOf(value)) ?? [];
  };
  const flags = list('flags').map(replyText);
  const inner = list('arguments');

  let body: string;
  switch (text('type')) {
    case 'pure-token':
      body = '';
      break;
    case 'oneof':
      body = inner.map(oneArgument).join('|');
      break;
    case 'block':
      body = argumentSyntax(inner);
      break;
    default:
      body = text('display_text') ?? text('name') ?? '';
  }
  const token = text('token');
  // An empty token is an empty argument: MIGRATE's key may be "".
  const shownToken = token === '' ? '""' : token;
  const withToken = [shownToken, body].filter((part) => part !== undefined && part !== '').join(' ');
  let syntax = withToken;
  if (flags.includes('multiple')) syntax += ` [${flags.includes('multiple_token') ? withToken : body} ...]`;
  return flags.includes('optional') ? `[${syntax}]` : syntax;
}
