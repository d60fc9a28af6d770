import { type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { Arena } from '../memory/arena.ts';
import { Segments, ZONE_FIXED } from '../memory/segments.ts';
import { Entries } from './entries.ts';
import { NO_EXPIRY } from './entry-format.ts';
import { ScoreCursor } from './score-cursor.ts';
import { ScoreTree } from './score-tree.ts';

const encoder = new TextEncoder();

interface Element {
  score: number;
  name: string;
  member: number;
}

/** A tree beside a plain sorted array that says what should be in it. */
class Checked {
  readonly segments = new Segments();
  readonly arena = new Arena(this.segments, ZONE_FIXED);
  readonly nodeArena = new Arena(this.segments, ZONE_FIXED);
  readonly entries = new Entries(this.segments, this.arena);
  readonly tree = new ScoreTree(this.entries, this.nodeArena);
  readonly cursor = new ScoreCursor();
  readonly sorted: Element[] = [];
  #names = 0;

  newMember(random: SeededRandom): { name: string; member: number } {
    // A number of its own behind a short beginning, so that bytes are compared to the end.
    const name = `${random.pick(['', 'a', 'ab', 'b'])}${random.nextInt(1000)}:${this.#names++}`;
    const key = encoder.encode(name);
    return { name, member: this.entries.create(1, 0, key, 0, key.length, 0, NO_EXPIRY) };
  }

  placeOf(score: number, name: string): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.sorted[middle];
      if (there.score < score || (there.score === score && there.name < name)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  insert(score: number, { name, member }: { name: string; member: number }): void {
    this.sorted.splice(this.placeOf(score, name), 0, { score, name, member });
    this.tree.insert(score, member);
  }

  remove(rank: number): void {
    const [{ score, member }] = this.sorted.splice(rank, 1);
    this.tree.remove(score, member);
    this.entries.free(member);
  }

  removeRange(rank: number, most: number): void {
    const n = this.tree.removeAtRank(rank, most);
    if (n < 1 || n > most) expect.fail(`${n} of at most ${most} removed`);
    for (const { member } of this.sorted.splice(rank, n)) this.entries.free(member);
  }

  update(rank: number, score: number): void {
    const [element] = this.sorted.splice(rank, 1);
    this.tree.update(element.score, element.member, score);
    this.sorted.splice(this.placeOf(score, element.name), 0, { ...element, score });
  }

  check(random: SeededRandom): void {
    const { tree, sorted, cursor } = this;
    expect(tree.size).toBe(sorted.length);
    expect(tree.usedBytes).toBe(this.nodeArena.usedBytes);
    if (sorted.length === 0) return;
    const { score, name } = random.pick(sorted);
    const below = sorted.findIndex((element) => element.score >= score);
    const notAbove = sorted.findIndex((element) => element.score > score);
    expect(tree.countBelow(score, false)).toBe(below);
    expect(tree.countBelow(score, true)).toBe(notAbove < 0 ? sorted.length : notAbove);
    expect(tree.countBelow(score - 0.25, false)).toBe(sorted.filter((other) => other.score < score - 0.25).length);
    expect(tree.countBelow(Number.POSITIVE_INFINITY, true)).toBe(sorted.length);
    if (sorted[0].score === sorted[sorted.length - 1].score) {
      const bytes = encoder.encode(name);
      const place = this.placeOf(score, name);
      expect(tree.countBelowMember(bytes, 0, bytes.length, false)).toBe(place);
      expect(tree.countBelowMember(bytes, 0, bytes.length, true)).toBe(place + 1);
      expect(tree.countBelowMember(bytes, 0, bytes.length - 1, true)).toBe(
        this.placeOf(score, name.slice(0, -1)) + (sorted.some((e) => e.name === name.slice(0, -1)) ? 1 : 0),
      );
    }
    cursor.start(tree, 0);
    for (let rank = 0; rank < sorted.length; rank++) {
      const element = sorted[rank];
      if (cursor.member !== element.member || !Object.is(cursor.score, element.score)) expect.fail(`at rank ${rank}`);
      if (cursor.next() !== rank + 1 < sorted.length) expect.fail(`behind rank ${rank}`);
    }
    const start = random.nextInt(sorted.length);
    cursor.start(tree, start);
    for (let rank = start; rank >= 0; rank--) {
      if (cursor.member !== sorted[rank].member) expect.fail(`backwards at rank ${rank}`);
      if (cursor.previous() !== rank > 0) expect.fail(`before rank ${rank}`);
    }
    for (let i = 0; i < 100; i++) {
      const rank = random.nextInt(sorted.length);
      const element = sorted[rank];
      if (tree.rankOf(element.score, element.member) !== rank) expect.fail(`rank of ${element.name}`);
      if (tree.memberAt(rank) !== element.member || tree.scoreAt(rank) !== element.score) expect.fail(`rank ${rank}`);
    }
  }
}

const scoreSources: Record<string, (random: SeededRandom, step: number) => number> = {
  'all different': (random) => random.nextFloat() * 1000,
  'many equal, infinities': (random) =>
    random.pick([-1.5, 0, 7, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, random.nextInt(100)]),
  'all equal': () => 0,
  rising: (_, step) => step,
  falling: (_, step) => -step,
};

for (const [label, nextScore] of Object.entries(scoreSources)) {
  test(`a tree is a sorted array, scores ${label}`, () => {
    const random = seededRandom(`score tree, ${label}`);
    const checked = new Checked();
    for (let step = 0; step < 30_000; step++) {
      const { sorted } = checked;
      const grows = 0.5 + 0.45 * Math.sin(step / 3000);
      if (sorted.length === 0 || random.chance(grows))
        checked.insert(nextScore(random, step), checked.newMember(random));
      else if (random.chance(0.3)) checked.update(random.nextInt(sorted.length), nextScore(random, step));
      else if (random.chance(0.02)) checked.removeRange(random.nextInt(sorted.length), 1 + random.nextInt(200));
      else checked.remove(random.pick([0, sorted.length - 1, random.nextInt(sorted.length)]));
      if (step % 2000 === 0) checked.check(random);
    }
    while (checked.sorted.length > 0) {
      const rank = random.nextInt(checked.sorted.length);
      checked.removeRange(rank, checked.sorted.length - rank);
      if (checked.sorted.length % 7 === 0) checked.check(random);
    }
    checked.check(random);
    expect(checked.tree.usedBytes).toBe(1024);
  });
}

test('appending in order fills leaves, small changes of scores stay in place, and freeing goes in steps', () => {
  const random = seededRandom('score tree, appended');
  const checked = new Checked();
  for (let i = 0; i < 50_000; i++) {
    const { name, member } = checked.newMember(random);
    checked.tree.append(i, member);
    checked.sorted.push({ score: i, name, member });
  }
  checked.check(random);
  expect(checked.tree.usedBytes / 50_000).toBeLessThan(12.6);
  for (let i = 0; i < 4000; i++) {
    const rank = random.nextInt(checked.sorted.length);
    checked.update(rank, checked.sorted[rank].score + random.pick([0, 0.5, -0.5, -1, 1, 300]));
  }
  checked.check(random);
  const steps = [];
  while (checked.tree.freeSome(100)) steps.push(checked.nodeArena.usedBytes);
  expect(steps.length).toBeGreaterThan(5);
  expect(new Set(steps).size).toBe(steps.length);
  expect(checked.nodeArena.usedBytes).toBe(0);
});
