import { describe, expect, test } from 'vitest';
import { Ticker, type Timers } from './ticker.ts';

/** Timers that a test lets run. */
class FakeTimers implements Timers {
  #now = 0;
  readonly #timers = new Set<{ period: number; due: number; callback: () => void }>();

  every(milliseconds: number, callback: () => void): () => void {
    const timer = { period: milliseconds, due: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.due - b.due);
      if (next === undefined || next.due > end) break;
      this.#now = next.due;
      next.due += next.period;
      next.callback();
    }
    this.#now = end;
  }

  get count(): number {
    return this.#timers.size;
  }
}

class Job {
  runs = 0;
  share = 0;

  run(budgetMs: number): void {
    expect(budgetMs).toBe(1);
    this.runs++;
  }
}

describe('the ticker', () => {
  test('runs every job hz times a second', () => {
    const timers = new FakeTimers();
    const jobs = [new Job(), new Job()];
    const ticker = new Ticker(timers, jobs);
    ticker.start(10);
    timers.advance(1000);
    expect(jobs.map(({ runs }) => runs)).toEqual([10, 10]);
    ticker.start(100);
    timers.advance(1000);
    expect(jobs.map(({ runs }) => runs)).toEqual([110, 110]);
    ticker.stop();
    timers.advance(1000);
    expect(jobs.map(({ runs }) => runs)).toEqual([110, 110]);
  });

  test('gives a job that has much to do its share of the time in between', () => {
    const timers = new FakeTimers();
    const jobs = [new Job(), new Job(), new Job()];
    const ticker = new Ticker(timers, jobs);
    ticker.start(10);
    jobs[0].share = 0.25;
    jobs[1].share = 0.05;
    timers.advance(1100);
    const [busy, lessBusy, idle] = jobs.map(({ runs }) => runs);
    expect(busy).toBeGreaterThan(240);
    expect(busy).toBeLessThan(275);
    expect(lessBusy).toBeGreaterThan(50);
    expect(lessBusy).toBeLessThan(65);
    expect(idle).toBe(11);
    jobs[0].share = jobs[1].share = 0;
    timers.advance(10);
    expect(timers.count).toBe(1);
    ticker.stop();
    expect(timers.count).toBe(0);
  });

  test('tells how long jobs took that have a name for it', () => {
    const timers = new FakeTimers();
    let now = 0;
    const took: [string, number][] = [];
    const watch = {
      paused: () => false,
      monotonicMs: () => now,
      ticked: () => {},
      ran: (name: string, milliseconds: number) => void took.push([name, milliseconds]),
    };
    const slow = {
      latencyEvent: 'slow',
      run: () => {
        now += 7;
      },
    };
    new Ticker(timers, [slow, new Job()], watch).start(10);
    timers.advance(200);
    expect(took).toEqual([
      ['slow', 7],
      ['slow', 7],
    ]);
  });

  test('stands still while it is told to', () => {
    const timers = new FakeTimers();
    const job = new Job();
    job.share = 0.25;
    let paused = true;
    let ticked = 0;
    const watch = { paused: () => paused, monotonicMs: () => 0, ticked: () => void ticked++ };
    new Ticker(timers, [job], watch).start(10);
    timers.advance(1000);
    expect([job.runs, ticked]).toEqual([0, 0]);
    paused = false;
    timers.advance(100);
    expect(job.runs).toBeGreaterThan(0);
    expect(ticked).toBeGreaterThan(0);
  });
});
