import { readdirSync } from 'node:fs';
import { isAbsolute, join, parse, sep } from 'node:path';

/** Whether a path names files by pattern, for `include`. */
export function isPathPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

/**
 * The paths that match a pattern with `*`, `?`, `[abc]`, `[a-z]` and `[!a]`, in alphabetical order. As in a shell a wildcard matches
 * neither a `/` nor the dot at the start of a name; what cannot be read matches nothing.
 */
export function expandPathPattern(pattern: string, folder: string): string[] {
  const { root } = parse(pattern);
  let paths = [isAbsolute(pattern) ? root : folder];
  for (const segment of pattern.slice(root.length).split(sep === '\\' ? /[\\/]+/ : /\/+/)) {
    if (segment === '') continue;
    const matches = isPathPattern(segment) ? nameMatcher(segment) : undefined;
    paths = paths.flatMap((path) => {
      if (segment === '.' || segment === '..') return [join(path, segment)];
      return namesIn(path)
        .filter((name) => (matches === undefined ? name === segment : matches(name)))
        .map((name) => join(path, name));
    });
  }
  return paths;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function nameMatcher(segment: string): (name: string) => boolean {
  let source = '';
  for (let i = 0; i < segment.length; i++) {
    const character = segment[i];
    const end = character === '[' ? segment.indexOf(']', i + 2) : -1;
    if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else if (end > 0) {
      const body = segment.slice(i + 1, end).replace(/[\\\]^]/g, '\\$&');
      source += `[${body.replace(/^(!|\\\^)/, '^')}]`;
      i = end;
    } else source += character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  }
  const expression = new RegExp(`^${source}$`, 's');
  return (name) => expression.test(name) && (!name.startsWith('.') || segment.startsWith('.'));
}
