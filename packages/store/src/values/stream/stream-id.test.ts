import { describe, expect, test } from 'vitest';
import { StreamId } from './stream-id.ts';
import { NOT_AN_ID, parseBoundaryId, parseStreamId, streamIdText, TIME_ONLY, WHOLE_ID } from './stream-id-text.ts';

const id = new StreamId();

function parse(text: string, missing = 0): number {
  const bytes = new TextEncoder().encode(`x${text}x`);
  return parseStreamId(bytes, 1, bytes.length - 1, id, missing);
}

const MOST = '18446744073709551615';

describe('the text of an ID', () => {
  for (const text of [
    '0-0',
    '0-1',
    '1700000000000-5',
    '4294967296-4294967295',
    `${MOST}-${MOST}`,
    '9007199254740993-1',
  ]) {
    test(`${text} is read and written`, () => {
      expect(parse(text)).toBe(WHOLE_ID);
      expect(streamIdText(id)).toBe(text);
    });
  }

  test('a part that is left out', () => {
    expect(parse('77')).toBe(WHOLE_ID);
    expect(streamIdText(id)).toBe('77-0');
    expect(parse('77', -1)).toBe(WHOLE_ID);
    expect(streamIdText(id)).toBe(`77-${MOST}`);
    expect(parse('77-*')).toBe(TIME_ONLY);
    expect(streamIdText(id)).toBe('77-0');
  });

  test('what C reads as a number', () => {
    for (const [text, read] of [
      ['007-01', '7-1'],
      [' 7-+1', '7-1'],
      ['1--05', '1-18446744073709551611'],
      ['1--0', '1-0'],
    ]) {
      expect(parse(text)).toBe(WHOLE_ID);
      expect(streamIdText(id)).toBe(read);
    }
  });

  test('what is none', () => {
    for (const text of [
      '',
      '-',
      '-1',
      '1-',
      'a',
      '1-a',
      '1a-1',
      '*',
      '1-1-1',
      '1--5',
      '18446744073709551616-0',
      '1-*2',
    ]) {
      expect(parse(text)).toBe(NOT_AN_ID);
    }
    expect(parse('0'.repeat(128))).toBe(NOT_AN_ID);
  });

  test('bounds', () => {
    const bytes = new TextEncoder().encode('-+5');
    expect(parseBoundaryId(bytes, 0, 1, id, 0)).toBe(true);
    expect(id.isLeast).toBe(true);
    expect(parseBoundaryId(bytes, 1, 2, id, 0)).toBe(true);
    expect(id.isMost).toBe(true);
    expect(parseBoundaryId(bytes, 2, 3, id, -1)).toBe(true);
    expect(streamIdText(id)).toBe(`5-${MOST}`);
  });
});

test('the next and the one before', () => {
  for (const [text, next] of [
    ['1-1', '1-2'],
    ['1-4294967295', '1-4294967296'],
    [`1-${MOST}`, '2-0'],
    [`4294967295-${MOST}`, '4294967296-0'],
  ]) {
    parse(text);
    const low = new StreamId().copyFrom(id);
    expect(id.increment()).toBe(true);
    expect(streamIdText(id)).toBe(next);
    expect(id.compare(low)).toBeGreaterThan(0);
    expect(low.compare(id)).toBeLessThan(0);
    expect(id.decrement()).toBe(true);
    expect(id.compare(low)).toBe(0);
  }
  expect(id.setMost().increment()).toBe(false);
  expect(id.isLeast).toBe(true);
  expect(id.decrement()).toBe(false);
  expect(id.isMost).toBe(true);
  expect(streamIdText(id.setTime(1_700_000_000_000))).toBe('1700000000000-0');
});
