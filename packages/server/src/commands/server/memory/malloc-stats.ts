import { type BlockUsage, blockUsage, type Store } from '@respite/store';
import { defineCommand } from '../../define-command.ts';

const COLUMN = 12;

export const memoryMallocStats = defineCommand({
  name: 'MEMORY|MALLOC-STATS',
  group: 'server',
  since: '4.0.0',
  arity: 2,
  flags: '',
  complexity: 'That of the allocator',
  summary: 'Gives the statistics of the memory allocator.',
  syntax: '',
  tips: 'nondeterministic_output request_policy:all_shards response_policy:special',
  execute(ctx) {
    ctx.reply.verbatim('txt', allocatorReport(ctx.server.store));
  },
});

/** A table of the size classes, and what lies outside of them: lines that end in LF. */
export function allocatorReport({ segments, heldBytes, compactor, elementCompactor }: Store): string {
  const outside = heldBytes - segments.touchedBytes;
  return [
    `Segments in use or once in use: ${segments.segmentCount}`,
    `Bytes of pages touched: ${segments.touchedBytes}, of them handed out: ${segments.usedPageBytes}`,
    `Bytes of large values and of objects, outside of pages: ${outside}`,
    `Moved to give memory back: ${compactor.movedCount} entries, ${elementCompactor.movedCount} elements of collections`,
    '',
    row(['block', 'pages', 'blocks', 'free', 'in use']),
    ...blockUsage(segments).map(classRow),
    '',
  ].join('\n');
}

function classRow({ bytes, pages, blocks, room }: BlockUsage): string {
  return row([bytes, pages, blocks, room - blocks, `${((blocks / room) * 100).toFixed(1)}%`]);
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell) => String(cell).padStart(COLUMN)).join('');
}
