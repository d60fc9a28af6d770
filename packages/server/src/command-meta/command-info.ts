import { aclCategoryNames } from './acl-categories.ts';
import type { CommandFacts } from './command-facts.ts';
import { visibleCommandFlags } from './command-flags.ts';
import { commandMeta } from './command-meta.ts';
import { type KeySpec, keyFlagNames } from './key-spec.ts';
import { type ReplyData, simpleTexts } from './reply-data.ts';

/**
 * A command as COMMAND and COMMAND INFO describe it: name, arity, flags, first key, last key, step, ACL categories,
 * tips, key specs, subcommands.
 */
export function commandInfo(facts: CommandFacts): ReplyData[] {
  const { fullName, arity, flags, legacyKeys, categories, keySpecs } = commandMeta(facts);
  return [
    fullName,
    arity,
    simpleTexts(visibleCommandFlags(flags)),
    legacyKeys.first,
    legacyKeys.last,
    legacyKeys.step,
    simpleTexts(aclCategoryNames(categories).map((name) => `@${name}`)),
    new Set(facts.tips === undefined ? [] : facts.tips.split(' ')),
    new Set(keySpecs.map(keySpecInfo)),
    facts.subcommands === undefined ? new Set<ReplyData>() : facts.subcommands.map(commandInfo),
  ];
}

function keySpecInfo(spec: KeySpec): ReadonlyMap<string, ReplyData> {
  const info = new Map<string, ReplyData>();
  if (spec.note !== '') info.set('notes', spec.note);
  info.set('flags', simpleTexts(keyFlagNames(spec.flags)));
  info.set('begin_search', searchInfo(spec.begin, beginSearch(spec)));
  info.set('find_keys', searchInfo(spec.find, findKeys(spec)));
  return info;
}

function searchInfo(type: string, details: [string, ReplyData][]): ReadonlyMap<string, ReplyData> {
  return new Map<string, ReplyData>([
    ['type', type],
    ['spec', new Map(details)],
  ]);
}

function beginSearch(spec: KeySpec): [string, ReplyData][] {
  if (spec.begin === 'index') return [['index', spec.index]];
  if (spec.begin === 'keyword') {
    return [
      ['keyword', spec.keyword],
      ['startfrom', spec.startFrom],
    ];
  }
  return [];
}

function findKeys(spec: KeySpec): [string, ReplyData][] {
  if (spec.find === 'range') {
    return [
      ['lastkey', spec.lastKey],
      ['keystep', spec.step],
      ['limit', spec.limit],
    ];
  }
  if (spec.find === 'keynum') {
    return [
      ['keynumidx', spec.keyNumIndex],
      ['firstkey', spec.firstKey],
      ['keystep', spec.step],
    ];
  }
  return [];
}
