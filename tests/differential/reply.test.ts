import { expect, test } from 'vitest';
import { mapReply, readReply, replyText, sortItems } from './reply.ts';

test('reads every form', () => {
  const text = '*6\r\n:1\r\n$3\r\na\r\n\r\n$-1\r\n%1\r\n+k\r\n,1.5\r\n~1\r\n_\r\n*-1\r\n';
  expect(replyText(readReply(text))).toBe('*[:"1" $"a\\r\\n" $nil %[+"k" ,"1.5"] ~[_""] *nil]');
});

test('sorts groups of items', () => {
  const pairs = readReply('*4\r\n$1\r\nb\r\n:1\r\n$1\r\na\r\n:2\r\n');
  expect(replyText(sortItems(pairs, 2))).toBe('*[$"a" :"2" $"b" :"1"]');
  expect(replyText(sortItems(readReply(':1\r\n')))).toBe(':"1"');
});

test('changes parts', () => {
  const reply = mapReply(readReply('*2\r\n:1\r\n*1\r\n:2\r\n'), (part) =>
    part.type === ':' ? { ...part, text: '0' } : part,
  );
  expect(replyText(reply)).toBe('*[:"0" *[:"0"]]');
});
