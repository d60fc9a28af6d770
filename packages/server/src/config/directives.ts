import type {
  BoolDirective,
  Directive,
  EnumDirective,
  EnumFlagsDirective,
  NumberDirective,
  StringDirective,
  StructuredDirective,
} from './directive.ts';
import { appendOnlyFileDirectives } from './directives/append-only-file.ts';
import { clientDirectives } from './directives/clients.ts';
import { clusterDirectives } from './directives/cluster.ts';
import { encodingDirectives } from './directives/encodings.ts';
import { memoryDirectives } from './directives/memory.ts';
import { networkDirectives } from './directives/network.ts';
import { observabilityDirectives } from './directives/observability.ts';
import { processDirectives } from './directives/process.ts';
import { replicationDirectives } from './directives/replication.ts';
import { securityDirectives } from './directives/security.ts';
import { snapshotDirectives } from './directives/snapshot.ts';
import { tlsDirectives } from './directives/tls.ts';
import type { StructuredValues } from './structured-values.ts';

/** All directives under the headings that help and docs show. */
export const directiveGroups = {
  Network: networkDirectives,
  Clients: clientDirectives,
  Process: processDirectives,
  Security: securityDirectives,
  Memory: memoryDirectives,
  Encodings: encodingDirectives,
  Snapshots: snapshotDirectives,
  'Append-only file': appendOnlyFileDirectives,
  Observability: observabilityDirectives,
  TLS: tlsDirectives,
  Replication: replicationDirectives,
  Cluster: clusterDirectives,
} as const;

type KnownDirective = (typeof directiveGroups)[keyof typeof directiveGroups][number];

export type DirectiveName = KnownDirective['name'];

export const directives: readonly Directive[] = Object.values(directiveGroups).flat();

/** Lines that only a file (or the command line) may hold, and which are no values. `loadConfig` collects them. */
export const fileDirectives = [
  {
    name: 'include',
    syntax: 'path',
    summary: 'Reads another file here; a path with * ? or [ may match several or none.',
  },
  { name: 'rename-command', syntax: 'name new-name', summary: 'Renames a command; an empty new name removes it.' },
  { name: 'user', syntax: 'name rule ...', summary: 'Defines a user, as ACL SETUSER does.' },
  {
    name: 'loadmodule',
    syntax: 'path argument ...',
    summary: 'Would load a module; native code cannot be loaded here.',
  },
  { name: 'sentinel', syntax: '...', summary: 'Refused: there is no Sentinel mode.' },
] as const;

/** Accepted with one value in a file, and forgotten: what they set no longer exists in Redis either. */
export const ignoredDirectives: readonly string[] = [
  'list-max-ziplist-entries',
  'list-max-ziplist-value',
  'lua-replicate-commands',
  'io-threads-do-reads',
  'events-per-io-thread',
];

/** `hash-max-listpack-entries` becomes `hashMaxListpackEntries`. */
type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** What the property of a directive holds. */
type ValueOf<D> =
  D extends BoolDirective<string>
    ? boolean
    : D extends NumberDirective<string>
      ? number
      : D extends EnumDirective<string, infer Value>
        ? Value
        : D extends EnumFlagsDirective<string, infer Value>
          ? readonly Value[]
          : D extends StringDirective<string>
            ? string
            : D extends StructuredDirective<string, infer Type>
              ? StructuredValues[Type]
              : never;

/** Every setting under its property name. Numbers beyond 2^53 are rounded. */
export type DirectiveValues = { [D in KnownDirective as CamelCase<D['name']>]: ValueOf<D> };

export type PropertyName = keyof DirectiveValues;

export function propertyName(directiveName: string): PropertyName {
  return directiveName.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as PropertyName;
}

const byName = new Map<string, Directive>();
for (const directive of directives) {
  for (const name of [directive.name, ...directive.aliases]) byName.set(name, directive);
}

/** The directive of a name or alias, in either case. */
export function findDirective(name: string): Directive | undefined {
  return byName.get(name.toLowerCase());
}

/** Every name and alias, in alphabetical order. */
export const directiveNames: readonly string[] = [...byName.keys()].sort();

/** Whether its value may be several arguments: in a file `save 60 1`, in CONFIG SET `"60 1"`. */
export function takesSeveralArguments({ type }: Directive): boolean {
  switch (type) {
    case 'addresses':
    case 'enum-flags':
    case 'oom-scores':
    case 'output-buffer-limits':
    case 'percentiles':
    case 'replica-of':
    case 'save-points':
      return true;
    default:
      return false;
  }
}
