import type { CommandFacts, CommandGroup } from './command-facts.ts';
import { CommandFlag } from './command-flags.ts';
import { bitsOfWords, wordsOfBits } from './named-bits.ts';

/** The categories of ACL rules (`+@read`), as bits, in the order in which ACL CAT and COMMAND INFO print them. */
export const AclCategory = Object.freeze({
  keyspace: 1 << 0,
  read: 1 << 1,
  write: 1 << 2,
  set: 1 << 3,
  sortedset: 1 << 4,
  list: 1 << 5,
  hash: 1 << 6,
  string: 1 << 7,
  bitmap: 1 << 8,
  hyperloglog: 1 << 9,
  geo: 1 << 10,
  stream: 1 << 11,
  pubsub: 1 << 12,
  admin: 1 << 13,
  fast: 1 << 14,
  slow: 1 << 15,
  blocking: 1 << 16,
  dangerous: 1 << 17,
  connection: 1 << 18,
  transaction: 1 << 19,
  scripting: 1 << 20,
});

export type AclCategoryName = keyof typeof AclCategory;

/** Commands of the groups server, cluster and sentinel have nothing in common that a rule would name; pubsub is a flag. */
const categoryOfGroup: Readonly<Record<CommandGroup, number>> = {
  string: AclCategory.string,
  generic: AclCategory.keyspace,
  list: AclCategory.list,
  set: AclCategory.set,
  hash: AclCategory.hash,
  'sorted-set': AclCategory.sortedset,
  stream: AclCategory.stream,
  bitmap: AclCategory.bitmap,
  hyperloglog: AclCategory.hyperloglog,
  geo: AclCategory.geo,
  transactions: AclCategory.transaction,
  scripting: AclCategory.scripting,
  connection: AclCategory.connection,
  pubsub: 0,
  server: 0,
  cluster: 0,
  sentinel: 0,
};

/**
 * The categories of a command: those of its facts, that of its group, and those that follow from its flags.
 *
 * A name with a minus in the facts takes the group's category away: SORT is generic, but not in @keyspace. A container
 * (CLIENT, CONFIG) does nothing itself, so it does not get the category of its group; its subcommands do.
 *
 * @param flags the facts' flags as bits
 * @throws {Error} an unknown category
 */
export function aclCategoriesOf(facts: CommandFacts, flags: number): number {
  const words = facts.categories ?? '';
  const added = words.split(' ').filter((word) => !word.startsWith('-'));
  const removed = words.split(' ').filter((word) => word.startsWith('-'));
  let categories = facts.container ? 0 : categoryOfGroup[facts.group];
  categories &= ~bitsOfWords(AclCategory, removed.map((word) => word.slice(1)).join(' '), 'ACL category');
  categories |= bitsOfWords(AclCategory, added.join(' '), 'ACL category');

  if ((flags & CommandFlag.write) !== 0) categories |= AclCategory.write;
  // EVAL_RO reads, but whoever may read shall not thereby run scripts.
  const scripting = (categories & AclCategory.scripting) !== 0;
  if ((flags & CommandFlag.readonly) !== 0 && !scripting) categories |= AclCategory.read;
  if ((flags & CommandFlag.admin) !== 0) categories |= AclCategory.admin | AclCategory.dangerous;
  if ((flags & CommandFlag.pubsub) !== 0) categories |= AclCategory.pubsub;
  if ((flags & CommandFlag.blocking) !== 0) categories |= AclCategory.blocking;
  if ((flags & CommandFlag.fast) !== 0) categories |= AclCategory.fast;
  if ((categories & AclCategory.fast) === 0) categories |= AclCategory.slow;
  return categories;
}

/** Names without the @, in Redis's order. */
export function aclCategoryNames(categories: number): AclCategoryName[] {
  return wordsOfBits(AclCategory, categories);
}
