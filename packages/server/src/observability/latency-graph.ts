import type { LatencyEvent } from './latency-monitor.ts';

const WIDTH = 80;
const ROWS = 4;
/** How far a row is filled: not at all, a little, half, wholly. */
const FILL = [' ', '_', 'o', '#'];

/**
 * The samples of an event as bars, the oldest at the left, two columns each, with their ages written downwards below:
 *
 * ```
 * command - high 500 ms, low 300 ms (all time high 500 ms)
 * --------------------------------------------------------------------------------
 *     ##
 *   __##
 *   ####
 * ######
 *
 * 2 1 0
 * s s s
 * ```
 *
 * @param now Unix time in seconds
 */
export function latencyGraph({ name, samples, worst }: LatencyEvent, now: number): string {
  const values = samples.map(({ milliseconds }) => milliseconds);
  const high = Math.max(...values);
  const low = Math.min(...values);
  let graph = `${name} - high ${high} ms, low ${low} ms (all time high ${worst} ms)\n${'-'.repeat(WIDTH)}\n`;
  for (let first = 0; first < samples.length; first += WIDTH / 2) {
    graph += bars(samples.slice(first, first + WIDTH / 2), low, high, now);
  }
  return graph;
}

function bars(samples: LatencyEvent['samples'], low: number, high: number, now: number): string {
  const steps = ROWS * (FILL.length - 1);
  const lines: string[] = [];
  for (let row = ROWS - 1; row >= 0; row--) {
    let line = '';
    for (const { milliseconds } of samples) {
      // The lowest shows too.
      const height = high === low ? steps : 1 + Math.round(((milliseconds - low) / (high - low)) * (steps - 1));
      const fill = Math.max(0, Math.min(FILL.length - 1, height - row * (FILL.length - 1)));
      line += FILL[fill].repeat(2);
    }
    lines.push(line.trimEnd());
  }
  const labels = samples.map(({ time }) => ageText(now - time));
  const longest = Math.max(...labels.map(({ length }) => length));
  lines.push('');
  for (let i = 0; i < longest; i++)
    lines.push(
      labels
        .map((label) => `${label[i] ?? ' '} `)
        .join('')
        .trimEnd(),
    );
  return `${lines.join('\n')}\n`;
}

/** `12s`, `3m`, `5h`, `2d` */
function ageText(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}
