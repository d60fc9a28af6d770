import { expect, test } from 'vitest';
import { AclCategory, aclCategoriesOf, aclCategoryNames } from './acl-categories.ts';
import type { CommandFacts } from './command-facts.ts';
import { parseCommandFlags } from './command-flags.ts';
import { client, evalReadOnly, migrate, set, shardPublish, sort, sunionstore, xread } from './sample-facts.cases.ts';

function categories(facts: CommandFacts): string {
  return aclCategoryNames(aclCategoriesOf(facts, parseCommandFlags(facts.flags))).join(' ');
}

test('the categories and their order are those of ACL CAT', () => {
  expect(Object.keys(AclCategory).join(' ')).toBe(
    'keyspace read write set sortedset list hash string bitmap hyperloglog geo stream pubsub admin fast slow blocking ' +
      'dangerous connection transaction scripting',
  );
  expect(Object.isFrozen(AclCategory)).toBe(true);
});

test('group and flags imply categories; what is not fast is slow', () => {
  expect(categories(set)).toBe('write string slow');
  expect(categories(sunionstore)).toBe('write set slow');
  expect(categories(xread)).toBe('read stream slow blocking');
  expect(categories(shardPublish)).toBe('pubsub fast');
  expect(categories(client.subcommands[0])).toBe('admin slow dangerous connection');
});

test('facts add categories to those and take the group away', () => {
  expect(categories(migrate)).toBe('keyspace write slow dangerous');
  expect(categories(sort)).toBe('write set sortedset list slow dangerous');
});

test('a script that only reads is no read command', () => {
  expect(categories(evalReadOnly)).toBe('slow scripting');
});

test('a container has no group', () => {
  expect(categories(client)).toBe('slow');
});
