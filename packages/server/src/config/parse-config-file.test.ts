import { expect, it } from 'vitest';
import { parseConfigFile } from './parse-config-file.ts';

it('reads lines, and leaves out comments and what is empty', () => {
  const text = '# comment\n\n  PORT 7000\r\n\t# another\nsave "" # not a comment\n   \nrequirepass "open\nuser a >#b';
  expect(parseConfigFile(text)).toEqual([
    { number: 3, text: 'PORT 7000', args: ['port', '7000'] },
    { number: 5, text: 'save "" # not a comment', args: ['save', '', '#', 'not', 'a', 'comment'] },
    { number: 7, text: 'requirepass "open', args: undefined },
    { number: 8, text: 'user a >#b', args: ['user', 'a', '>#b'] },
  ]);
});
