import { describe, expect, it } from 'vitest';
import { bytesOfText, textOfBytes } from './lossless-text.ts';

describe('lossless text', () => {
  it.each([
    ['ASCII', [0x61, 0x00, 0x7f], 'a\0\x7f'],
    ['UTF-8 of every length', [0x61, 0xc3, 0xbc, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x8e, 0xb8], 'aü€\u{1f3b8}'],
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
    ['bytes that are no UTF-8', [0xff, 0x61, 0xc3], '\udcffa\udcc3'],
    ['an overlong form', [0xc0, 0x80], '\udcc0\udc80'],
    ['a surrogate written in UTF-8', [0xed, 0xb3, 0xbf], '\udced\udcb3\udcbf'],
    ['good UTF-8 beside bad', [0xc3, 0xbc, 0xfe, 0xc3, 0xbc], 'ü\udcfeü'],
    ['a sequence cut short', [0xe2, 0x82], '\udce2\udc82'],
  ])('keeps %s', (_, bytes, text) => {
    expect(textOfBytes(Uint8Array.from(bytes))).toBe(text);
    expect([...bytesOfText(text)]).toEqual(bytes);
  });

  it('writes U+FFFD for a lone surrogate that stands for no byte', () => {
    expect([...bytesOfText('\ud800a')]).toEqual([0xef, 0xbf, 0xbd, 0x61]);
  });
});
