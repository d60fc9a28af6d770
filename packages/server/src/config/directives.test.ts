import { describe, expect, it } from 'vitest';
import { Config } from './config.ts';
import { ConfigValues } from './config-values.ts';
import {
  directiveGroups,
  directiveNames,
  directives,
  fileDirectives,
  findDirective,
  ignoredDirectives,
  propertyName,
  takesSeveralArguments,
} from './directives.ts';
import { parseValue } from './parse-value.ts';

describe('directives', () => {
  it('have names of their own', () => {
    const names = directives.flatMap(({ name, aliases }) => [name, ...aliases]);
    const others = [...fileDirectives.map(({ name }) => name), ...ignoredDirectives];
    expect(new Set([...names, ...others]).size).toBe(names.length + others.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+([-_][a-z0-9]+)*$/);
    expect(directiveNames).toEqual([...names].sort());
  });

  it('are found by name and alias in either case', () => {
    const directive = findDirective('hash-max-listpack-entries');
    expect(directive?.name).toBe('hash-max-listpack-entries');
    expect(findDirective('Hash-Max-ZIPLIST-Entries')).toBe(directive);
    expect(findDirective('hash-max')).toBeUndefined();
    expect(findDirective('constructor')).toBeUndefined();
  });

  it('have exactly one field each', () => {
    const fields = Object.keys(new ConfigValues());
    expect(fields.sort()).toEqual(directives.map(({ name }) => propertyName(name)).sort());
  });

  it('have defaults that they accept and show unchanged, and that their fields begin with', () => {
    const config = new Config();
    const fields = new ConfigValues();
    for (const directive of directives) {
      const { name, type } = directive;
      const words = takesSeveralArguments(directive) ? directive.default.split(' ') : [directive.default];
      const args = type === 'replica-of' ? ['no', 'one'] : words;
      const parsed = parseValue(directive, args, undefined, (path) => ({ path }));
      expect(parsed, name).toEqual({ text: directive.default, value: fields[propertyName(name)] });
      expect(config.get(name), name).toBe(directive.default);
      expect(config.isDefault(directive)).toBe(true);
    }
  });

  it('say what they do, and why if they do nothing', () => {
    for (const { name, summary, effect, because, hiddenNames, aliases } of directives) {
      expect(summary, name).toMatch(/^[A-Z].*\.$/);
      if (effect === 'none') expect(because, name).toMatch(/^[A-Z].*\.$/);
      else if (effect === 'pending') expect(because, name).toMatch(/^[^.]+$/);
      else expect(because, name).toBe('');
      for (const hidden of hiddenNames) expect([name, ...aliases]).toContain(hidden);
    }
  });

  it('stand in one group each', () => {
    expect(Object.values(directiveGroups).flat()).toHaveLength(directives.length);
  });
});

describe('propertyName', () => {
  it.each([
    ['hz', 'hz'],
    ['maxmemory-policy', 'maxmemoryPolicy'],
    ['hash-max-listpack-entries', 'hashMaxListpackEntries'],
    ['cluster-announce-client-ipv4', 'clusterAnnounceClientIpv4'],
  ])('%s becomes %s', (name, property) => {
    expect(propertyName(name)).toBe(property);
  });
});
