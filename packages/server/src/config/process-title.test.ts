import { describe, expect, it } from 'vitest';
import { expandProcessTitle } from './process-title.ts';

const variables = {
  title: 'respite-server',
  'listen-addr': '127.0.0.1:6379',
  'server-mode': '',
  'config-file': '-',
  port: '6379',
  'tls-port': '0',
  unixsocket: '',
};

describe('expandProcessTitle', () => {
  it.each([
    ['{title} {listen-addr} {server-mode}', 'respite-server 127.0.0.1:6379'],
    ['plain', 'plain'],
    [' {port}/{tls-port} ', '6379/0'],
    ['{{port}}', '{port}}'],
    ['{server-mode}', ''],
    ['', ''],
  ])('%j becomes %j', (template, title) => {
    expect(expandProcessTitle(template, variables)).toBe(title);
  });

  it.each(['{foo}', '{', '{port', 'a{', '{}', '{constructor}'])('%j is refused', (template) => {
    expect(expandProcessTitle(template, variables)).toBeUndefined();
  });
});
