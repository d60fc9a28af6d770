import { expect, test } from 'vitest';
import { factProblems } from '../command-meta/check-facts.ts';
import { commandDocs } from '../command-meta/command-docs.ts';
import { commandInfo } from '../command-meta/command-info.ts';
import type { CommandSpec } from './define-command.ts';
import { allCommands } from './index.ts';

const everyCommand: CommandSpec[] = allCommands.flatMap((spec) => [spec, ...(spec.subcommands ?? [])]);

test.each(everyCommand.map((spec) => [spec.name, spec] as const))('the facts of %s fit together', (_, spec) => {
  expect(factProblems(spec)).toEqual([]);
  expect(commandInfo(spec)).toHaveLength(10);
  expect(commandDocs(spec).size).toBeGreaterThan(3);
});

test('every command can be run, and every container has subcommands with HELP among them', () => {
  for (const spec of allCommands) {
    const words = spec.subcommands?.map(({ name }) => name.split('|')) ?? [];
    if (spec.execute === undefined) expect(spec.container, spec.name).toBe(true);
    if (spec.container)
      expect(
        words.map(([, word]) => word),
        spec.name,
      ).toContain('HELP');
    for (const [container] of words) expect(container).toBe(spec.name);
    for (const subcommand of spec.subcommands ?? []) expect(subcommand.execute, subcommand.name).toBeDefined();
  }
});

test('names are unique', () => {
  const names = everyCommand.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
