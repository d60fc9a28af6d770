import { type Flag, flags } from './flags.ts';
import { VERSION } from './version.ts';

const FORM_WIDTH = 22;

const EXAMPLES = [
  'respite-cli set greeting "hello world"',
  'respite-cli -x set page < index.html',
  'respite-cli -r 10 -i 1 info stats',
  'respite-cli -u redis://app:secret@10.0.0.7:6380/2 dbsize',
  'respite-cli --json hgetall user:1 | jq .',
  'respite-cli -D "" --raw get picture > picture.png',
  'respite-cli < commands.txt',
];

/** The text of --help. */
export function usageText(): string {
  const lines = [
    versionText(),
    '',
    'Usage: respite-cli [flags] [command [argument ...]]',
    '',
    'Runs the command and prints the reply. Without a command, runs what is typed, or the lines of standard input.',
    '',
    ...flags.map(describe),
    entry('--version, -v', 'Prints the version.'),
    entry('--help', 'Prints this.'),
    '',
    'Examples:',
    ...EXAMPLES.map((example) => `  ${example}`),
  ];
  return `${lines.join('\n')}\n`;
}

export function versionText(): string {
  return `respite-cli ${VERSION}`;
}

function describe({ names, value, summary }: Flag): string {
  return entry(`${names.join(', ')}${value === undefined ? '' : ` <${value}>`}`, summary);
}

function entry(form: string, summary: string): string {
  return `  ${form.padEnd(FORM_WIDTH)} ${summary}`;
}
