import { type Directive, directiveGroups } from '@respite/server';
import { commandLineForms } from './flags.ts';

const EXAMPLES = [
  ['', 'everything as by default'],
  ['/etc/redis/redis.conf', ''],
  ['--port 7000 --dir data --save 60 1000', ''],
  ['/etc/redis/redis.conf --loglevel verbose', ''],
  ['"--maxmemory 700mb"', 'a directive in one argument'],
  ['-', 'with configuration from standard input'],
] as const;

const NAME_WIDTH = 36;
const INDENT = '      ';
const WIDTH = 100;

/** The text of --help: the forms of the command line, and every directive that the server acts on. */
export function helpText(program: string): string {
  const lines = [`Usage: ${program} ${commandLineForms[0].syntax}`, ''];
  for (const { syntax, summary } of commandLineForms) lines.push(`  ${program} ${syntax}`, `      ${summary}`);
  lines.push('', 'Examples:');
  for (const [args, note] of EXAMPLES) {
    const line = args === '' ? program : `${program} ${args}`;
    lines.push(note === '' ? `  ${line}` : `  ${line.padEnd(NAME_WIDTH)}  # ${note}`);
  }
  let others = 0;
  for (const [group, directives] of Object.entries(directiveGroups)) {
    const effective = (directives as readonly Directive[]).filter(({ effect }) => effect === 'full');
    others += directives.length - effective.length;
    if (effective.length > 0) lines.push('', `${group}:`, ...effective.flatMap(describe));
  }
  lines.push('', `${others} more directives of Redis and Valkey are accepted, and have no effect here or not yet.`);
  return `${lines.join('\n')}\n`;
}

function describe(directive: Directive): string[] {
  const head = headLines(`  --${directive.name} `, valueSyntax(directive));
  if (directive.default === '') return [...head, INDENT + directive.summary];
  const line = `${INDENT}${directive.summary} (${directive.default})`;
  return line.length <= WIDTH
    ? [...head, line]
    : [...head, INDENT + directive.summary, `${INDENT}(${directive.default})`];
}

/** The name and what it takes; many words go on below the first. */
function headLines(name: string, syntax: string): string[] {
  const lines = [name];
  for (const part of syntax.split(/(?<=\|)/)) {
    if (lines[lines.length - 1].length + part.length > WIDTH) lines.push(' '.repeat(name.length));
    lines[lines.length - 1] += part;
  }
  return lines;
}

function valueSyntax(directive: Directive): string {
  switch (directive.type) {
    case 'bool':
      return 'yes|no';
    case 'enum':
      return directive.values.join('|');
    case 'enum-flags':
      return `${directive.values.join('|')} ...`;
    case 'integer':
      return 'number';
    case 'memory':
      return 'bytes';
    case 'memory-or-percent':
      return 'bytes|percent%';
    case 'octal':
      return 'octal';
    case 'string':
      return 'text';
    case 'addresses':
      return 'address ...';
    case 'directory':
      return 'path';
    case 'event-classes':
      return 'letters';
    case 'oom-scores':
      return 'number number number';
    case 'output-buffer-limits':
      return 'class hard soft seconds ...';
    case 'percentiles':
      return 'number ...';
    case 'replica-of':
      return 'host port';
    case 'save-points':
      return 'seconds changes ...';
  }
}

export interface VersionFacts {
  /** Ours. */
  version: string;
  /** Of Redis, the level of compatibility. */
  redisVersion: string;
  nodeVersion: string;
}

/** The line of --version. As with redis-server, `v=` is what tools look for. */
export function versionText({ version, redisVersion, nodeVersion }: VersionFacts): string {
  return `Respite server v=${version} redis=${redisVersion} node=${nodeVersion} bits=64\n`;
}
