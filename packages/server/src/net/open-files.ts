import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import type { Directive } from '../config/directive.ts';
import { findDirective } from '../config/directives.ts';

/** File descriptors that are not clients': files, listening sockets, what the run time opens. */
const RESERVED = 32;

/**
 * How many files the process may have open; infinite where the system does not tell. Node has raised the soft limit to the hard one
 * when it started, and there is no way to raise it further.
 */
export function openFilesLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? [];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Lowers `maxclients` to what the system allows, and refuses to raise it beyond. */
export function boundMaxclients(
  config: Config,
  warn: (message: string) => void,
  limit: number = openFilesLimit(),
): void {
  const most = Math.max(1, limit - RESERVED);
  const wanted = config.maxclients;
  if (wanted > most) {
    config.assign(findDirective('maxclients') as Directive, [String(most)]);
    warn(
      `maxclients ${wanted} needs ${wanted + RESERVED} open files, and the system allows ${limit}: maxclients has been reduced to ` +
        `${most}. To have more, start the server with a higher 'ulimit -n'.`,
    );
  }
  config.onChange(['maxclients'], () =>
    config.maxclients > most
      ? `The operating system is not able to handle the specified number of clients, try with ${most}`
      : undefined,
  );
}
