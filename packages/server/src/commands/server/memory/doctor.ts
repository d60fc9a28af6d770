import { type MemoryReport, memoryReport } from '../../../info/memory-report.ts';
import { defineCommand } from '../../define-command.ts';

const MIB = 1024 * 1024;

/** Below this nothing that could be said would mean anything. */
const EMPTY_BYTES = 5 * MIB;
const PEAK_RATIO = 1.5;
/** Waste of so many bytes is let be, whatever its share. */
const WASTE_BYTES = 10 * MIB;
const WASTE_RATIO = 1.1;
const FRAGMENTATION_RATIO = 1.4;
const CLIENT_BYTES = 200 * 1024;
/** What the runtime takes with an empty store, with room to spare. */
const RUNTIME_BYTES = 150 * MIB;

export const memoryDoctor = defineCommand({
  name: 'MEMORY|DOCTOR',
  group: 'server',
  since: '4.0.0',
  arity: 2,
  flags: '',
  complexity: 'O(1)',
  summary: 'Explains in words what the memory figures point to.',
  syntax: '',
  tips: 'nondeterministic_output request_policy:all_shards response_policy:special',
  execute(ctx) {
    ctx.reply.verbatim('txt', diagnosis(memoryReport(ctx.server), ctx.server.clients.size));
  },
});

/** What a report points to: a line for each finding. */
export function diagnosis(report: MemoryReport, clientCount: number): string {
  if (report.used < EMPTY_BYTES) {
    return 'This instance holds so little data that its memory figures mean nothing yet. Ask again when there is more.\n';
  }
  const findings = findingsOf(report, clientCount);
  if (findings.length === 0) return 'No memory issue was found.\n';
  return `Found in the memory of this instance:\n\n${findings.map((finding) => ` * ${finding}\n`).join('\n')}`;
}

function findingsOf({ used, peak, allocated, active, held, resident, clients }: MemoryReport, clientCount: number) {
  const findings: string[] = [];
  if (peak > used * PEAK_RATIO) {
    findings.push(
      'Peak memory: more than 150 % of what is in use now has been in use before. Memory that empties out is given back to the ' +
        'system bit by bit; MEMORY PURGE gives back what is empty already.',
    );
  }
  if (resident > used * FRAGMENTATION_RATIO && resident - used > RUNTIME_BYTES) {
    findings.push(
      'High total RSS: the process is larger than 140 % of what is in use. Either much was in use before (see peak memory), or ' +
        'values of other sizes have come in the place of those that went, or the runtime itself needs memory for its clients.',
    );
  }
  if (active > allocated * WASTE_RATIO && active - allocated > WASTE_BYTES) {
    findings.push(
      'High fragmentation: more than a tenth of the pages in use is free blocks. Keys, and collections that are not too large, are moved ' +
        'together in the background (INFO: active_defrag_running); very large collections stay as they are until they are freed.',
    );
  }
  if (held > active * WASTE_RATIO && held - active > WASTE_BYTES) {
    findings.push(
      'Pages that nobody uses: they are handed out again before new ones, and go back to the system when their whole segment is empty.',
    );
  }
  if (resident > held * WASTE_RATIO && resident - held > RUNTIME_BYTES) {
    findings.push(
      'Memory outside of the store: clients with large buffers, or garbage of the runtime that has not been collected yet.',
    );
  }
  if (clientCount > 0 && clients / clientCount > CLIENT_BYTES) {
    findings.push(
      'Large client buffers: more than 200 KiB for each client on average. Some may send long pipelines, or do not read what they ' +
        'are sent, such as subscribers that are too slow. CLIENT LIST shows which (omem, qbuf).',
    );
  }
  return findings;
}
