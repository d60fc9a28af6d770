import type { Oracle } from '@respite/testing';
import { type Command, commandLine, type Step } from './commands.ts';
import { isAvoided } from './looseness.ts';
import type { Sequence } from './random-sequence.ts';
import { shrinkList, simplerArguments } from './shrink.ts';
import { type Difference, isOlderThan72, TwoServers } from './two-servers.ts';

/** A sequence after which the servers differ, and how. */
export interface Failure {
  readonly sequence: Sequence;
  readonly difference: Difference;
}

/** A failure need not be as short as can be. */
const SHRINKING_MS = 20_000;

/** Leaves out commands and simplifies arguments as long as the servers still differ in what they say to the same command. */
export async function shrinkSequence(oracle: Oracle, sequence: Sequence, difference: Difference): Promise<Failure> {
  let shrunk: Failure = { sequence, difference };
  const isOld = isOlderThan72(oracle);
  const deadline = performance.now() + SHRINKING_MS;
  const fails = async (smaller: Sequence): Promise<boolean> => {
    if (performance.now() > deadline || smaller.steps.flat().some((command) => isAvoided(command, isOld))) return false;
    // What is simpler may wait for ever; that is another matter.
    const found = await TwoServers.run(oracle, smaller).catch(() => undefined);
    if (found === undefined || kindOf(found) !== kindOf(difference)) return false;
    shrunk = { sequence: smaller, difference: found };
    return true;
  };
  await shrinkList(sequence.steps, (steps) => fails({ ...shrunk.sequence, steps }));
  if (!(await fails({ ...shrunk.sequence, settings: [] }))) {
    await shrinkList(shrunk.sequence.settings, (settings) => fails({ ...shrunk.sequence, settings }));
  }
  if (shrunk.sequence.protocol === 3) await fails({ ...shrunk.sequence, protocol: 2 });
  for (let at = shrunk.sequence.steps.length - 1; at >= 0; at--) {
    const step = shrunk.sequence.steps[at];
    if (step.length > 1) continue;
    const withCommand = (command: Command): Sequence => ({
      ...shrunk.sequence,
      steps: replaced<Step>(shrunk.sequence.steps, at, [command]),
    });
    const [name, ...args] = step[0];
    const fewer = await shrinkList(args, (some) => fails(withCommand([name, ...some])));
    for (let i = 0; i < fewer.length; i++) {
      for (let simpler = true; simpler; ) {
        simpler = false;
        const command = shrunk.sequence.steps[at][0];
        for (const arg of simplerArguments(command[i + 1])) {
          if (await fails(withCommand(replaced(command, i + 1, arg)))) {
            simpler = true;
            break;
          }
        }
      }
    }
  }
  return shrunk;
}

/** The failure as text: lines for redis-cli, and what each server said in the end. */
export function describeFailure({ sequence, difference }: Failure): string {
  const lines = [...sequence.settings, ...sequence.steps.flat()].map(commandLine);
  if (sequence.protocol === 3) lines.unshift('HELLO 3');
  return [
    `the servers differ; repeat with RESPITE_SEED=${sequence.seed}, or with these lines in redis-cli:`,
    '',
    ...lines,
    '',
    `then to ${commandLine(difference.command)}`,
    `ours:   ${difference.ours}`,
    `theirs: ${difference.theirs}`,
  ].join('\n');
}

/** What must stay the same while a sequence shrinks, or it would become a sequence that shows something else. */
export function kindOf({ command, ours }: Difference): string {
  return ours.startsWith('key events') ? 'key events' : command[0];
}

function replaced<T>(list: readonly T[], at: number, value: T): T[] {
  return list.map((each, i) => (i === at ? value : each));
}
