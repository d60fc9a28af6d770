import type { Directive } from '../src/config/directive.ts';
import { directiveGroups } from '../src/config/directives.ts';

/** docs/configuration.md: every directive, what it does, and how far this server acts on it. */
export function configurationPage(): string {
  const parts = [
    '# Configuration',
    '',
    'Directives of the configuration file, of the command line (`--name value`) and of `CONFIG SET`. All directives of Redis and Valkey',
    'are accepted, so that existing files work. Made from the tables in the source (`npm run docs`); a test keeps it true.',
  ];
  for (const [group, directives] of Object.entries(directiveGroups)) {
    const acting = directives.filter(({ effect }) => effect === 'full');
    const others = directives.filter(({ effect }) => effect !== 'full');
    parts.push('', `## ${group}`);
    if (acting.length > 0) {
      parts.push('', '| directive | default | at run time | what it does |', '|---|---|---|---|');
      for (const directive of acting) {
        const changes = directive.immutable ? 'no' : directive.protected ? 'if allowed' : 'yes';
        parts.push(`| \`${directive.name}\` | ${defaultOf(directive)} | ${changes} | ${directive.summary} |`);
      }
    }
    if (others.length > 0) {
      parts.push('', 'Accepted, kept and shown, but without effect:', '', '| directive | why |', '|---|---|');
      for (const { name, effect, because } of others) {
        parts.push(`| \`${name}\` | ${effect === 'pending' ? `Not there yet: ${because}.` : because} |`);
      }
    }
  }
  return `${parts.join('\n')}\n`;
}

function defaultOf({ default: text }: Directive): string {
  return text === '' ? '' : `\`${text}\``;
}
