/** A request stream and what Redis makes of it: the commands, and the protocol error that ends it, if one does. */
export interface RequestCase {
  title: string;
  /** One character for each byte. */
  stream: string;
  commands: string[][];
  /** Without "Protocol error: ". */
  error?: string;
  /** Sent before authentication. */
  unauthenticated?: boolean;
}

const inlineLimit = 64 * 1024;

export const requestCases: RequestCase[] = [
  { title: 'one command', stream: '*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n', commands: [['ECHO', 'hi']] },
  {
    title: 'an empty argument',
    stream: '*2\r\n$4\r\nECHO\r\n$0\r\n\r\n',
    commands: [['ECHO', '']],
  },
  {
    title: 'an argument with CRLF in it',
    stream: '*2\r\n$4\r\nECHO\r\n$5\r\na\r\n\0b\r\n',
    commands: [['ECHO', 'a\r\n\0b']],
  },
  {
    title: 'empty commands are skipped',
    stream: '*0\r\n*-1\r\n*-9223372036854775808\r\n\r\n\n   \r\n*1\r\n$4\r\nPING\r\n',
    commands: [['PING']],
  },
  {
    title: 'the two bytes behind an argument are not looked at',
    stream: '*1\r\n$4\r\nPINGxy*1\r\n$4\r\nPING\r\n',
    commands: [['PING'], ['PING']],
  },
  {
    title: 'the byte behind a carriage return is not looked at',
    stream: '*1\rx$4\ryPING\r\n',
    commands: [['PING']],
  },
  { title: 'inline', stream: 'ECHO hi\r\nPING\n', commands: [['ECHO', 'hi'], ['PING']] },
  {
    title: 'inline with all kinds of blanks',
    stream: ' \t\v\fECHO\t\thi \r\n',
    commands: [['ECHO', 'hi']],
  },
  {
    title: 'inline with quotes',
    stream: 'ECHO "a b\\n\\r\\t\\b\\a\\\\\\"\\x41\\xfF\\xg\\q"\r\nECHO \'a\\n\\\'"b\'\r\nECHO x"y z"\r\nECHO ""\r\n',
    commands: [
      ['ECHO', 'a b\n\r\t\b\x07\\"A\xffxgq'],
      ['ECHO', 'a\\n\'"b'],
      ['ECHO', 'xy z'],
      ['ECHO', ''],
    ],
  },
  { title: 'inline with 8-bit bytes', stream: 'ECHO \xe2\x82\xac\r\n', commands: [['ECHO', '\xe2\x82\xac']] },
  { title: 'a quote that is not closed', stream: 'ECHO "a\r\n', commands: [], error: 'unbalanced quotes in request' },
  {
    title: 'a single quote that is not closed',
    stream: "ECHO 'a\\'\r\n",
    commands: [],
    error: 'unbalanced quotes in request',
  },
  {
    title: 'something behind a closing quote',
    stream: 'ECHO "a"b\r\n',
    commands: [],
    error: 'unbalanced quotes in request',
  },
  { title: 'an escape at the end', stream: 'ECHO "a\\\r\n', commands: [], error: 'unbalanced quotes in request' },
  {
    title: 'an inline command that is too long',
    stream: 'x'.repeat(inlineLimit + 1),
    commands: [],
    error: 'too big inline request',
  },
  {
    title: 'a zero byte hides the end of an inline command',
    stream: `\0${'PING\r\n'.repeat(10_923)}`,
    commands: [],
    error: 'too big inline request',
  },
  {
    title: 'a number of arguments that never ends',
    stream: `*${'1'.repeat(inlineLimit + 1)}`,
    commands: [],
    error: 'too big mbulk count string',
  },
  {
    title: 'a zero byte hides the end of a number of arguments',
    stream: `*1\0\r\n${'x'.repeat(inlineLimit)}`,
    commands: [],
    error: 'too big mbulk count string',
  },
  {
    title: 'a length that never ends',
    stream: `*1\r\n$${'1'.repeat(inlineLimit + 1)}`,
    commands: [],
    error: 'too big bulk count string',
  },
  ...[
    'a',
    '',
    '1a',
    ' 1',
    '+1',
    '01',
    '00',
    '-0',
    '--1',
    '1.0',
    '2147483648',
    '9223372036854775808',
    '-9223372036854775809',
  ].map((count) => ({
    title: `*${count}`,
    stream: `*${count}\r\n`,
    commands: [],
    error: 'invalid multibulk length',
  })),
  ...['a', '', '1a', ' 1', '+1', '01', '-0', '-1', '536870913', '99999999999', '9223372036854775808'].map((length) => ({
    title: `$${length}`,
    stream: `PING\r\n*1\r\n$${length}\r\n`,
    commands: [['PING']],
    error: 'invalid bulk length',
  })),
  {
    title: 'no bulk string',
    stream: '*2\r\n$4\r\nECHO\r\n:1\r\n',
    commands: [],
    error: "expected '$', got ':'",
  },
  { title: 'an empty line for a bulk string', stream: '*1\r\n\r\n', commands: [], error: "expected '$', got '\r'" },
  {
    title: 'eleven arguments before authentication',
    unauthenticated: true,
    stream: '*11\r\n',
    commands: [],
    error: 'unauthenticated multibulk length',
  },
  {
    title: '16385 bytes before authentication',
    unauthenticated: true,
    stream: '*1\r\n$16385\r\n',
    commands: [],
    error: 'unauthenticated bulk length',
  },
  {
    title: 'an impossible length before authentication',
    unauthenticated: true,
    stream: '*1\r\n$2000000000\r\n',
    commands: [],
    error: 'invalid bulk length',
  },
  {
    title: 'as much as is allowed before authentication',
    unauthenticated: true,
    stream: `*10\r\n$3\r\nDEL\r\n$16384\r\n${'x'.repeat(16_384)}\r\n${'$1\r\ny\r\n'.repeat(8)}`,
    commands: [['DEL', 'x'.repeat(16_384), ...Array<string>(8).fill('y')]],
  },
];
