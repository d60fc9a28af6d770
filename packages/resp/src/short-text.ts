const text = String.fromCharCode;

/** The longest text that `shortText` makes. */
export const SHORT_TEXT = 24;

/**
 * ASCII of at most 24 bytes as text, or undefined if there is a byte beyond 0x7f.
 *
 * A call of String.fromCharCode with a fixed number of arguments is compiled to one allocation and stores. It takes a
 * third of the time of a call into the engine's decoders, and its result, unlike a substring, keeps nothing else alive.
 * Every byte is read once, into a constant, which is why there is a case for every length and no loop.
 */
// biome-ignore format: a block for each length
export function shortText(b: Uint8Array, s: number, end: number): string | undefined {
  switch (end - s) {
    case 0: return '';
    case 1: {
      const c0 = b[s];
      return (c0) < 0x80 ? text(c0) : undefined;
    }
    case 2: {
      const c0 = b[s], c1 = b[s + 1];
      return (c0 | c1) < 0x80 ? text(c0, c1) : undefined;
    }
    case 3: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2];
      return (c0 | c1 | c2) < 0x80 ? text(c0, c1, c2) : undefined;
    }
    case 4: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3];
      return (c0 | c1 | c2 | c3) < 0x80 ? text(c0, c1, c2, c3) : undefined;
    }
    case 5: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4];
      return (c0 | c1 | c2 | c3 | c4) < 0x80 ? text(c0, c1, c2, c3, c4) : undefined;
    }
    case 6: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5];
      return (c0 | c1 | c2 | c3 | c4 | c5) < 0x80 ? text(c0, c1, c2, c3, c4, c5) : undefined;
    }
    case 7: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6) < 0x80 ? text(c0, c1, c2, c3, c4, c5, c6) : undefined;
    }
    case 8: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7) < 0x80 ? text(c0, c1, c2, c3, c4, c5, c6, c7) : undefined;
    }
    case 9: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8) < 0x80 ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8) : undefined;
    }
    case 10: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9) : undefined;
    }
    case 11: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10) : undefined;
    }
    case 12: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11) : undefined;
    }
    case 13: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12) : undefined;
    }
    case 14: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12],
        c13 = b[s + 13];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12 | c13) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13) : undefined;
    }
    case 15: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12],
        c13 = b[s + 13], c14 = b[s + 14];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12 | c13 | c14) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14) : undefined;
    }
    case 16: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12],
        c13 = b[s + 13], c14 = b[s + 14], c15 = b[s + 15];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12 | c13 | c14 | c15) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15) : undefined;
    }
    case 17: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12],
        c13 = b[s + 13], c14 = b[s + 14], c15 = b[s + 15], c16 = b[s + 16];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12 | c13 | c14 | c15 | c16) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16) : undefined;
    }
    case 18: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12],
        c13 = b[s + 13], c14 = b[s + 14], c15 = b[s + 15], c16 = b[s + 16], c17 = b[s + 17];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12 | c13 | c14 | c15 | c16 | c17) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17) : undefined;
    }
    case 19: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12],
        c13 = b[s + 13], c14 = b[s + 14], c15 = b[s + 15], c16 = b[s + 16], c17 = b[s + 17], c18 = b[s + 18];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12 | c13 | c14 | c15 | c16 | c17 |
        c18) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18) : undefined;
    }
    case 20: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12],
        c13 = b[s + 13], c14 = b[s + 14], c15 = b[s + 15], c16 = b[s + 16], c17 = b[s + 17], c18 = b[s + 18],
        c19 = b[s + 19];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12 | c13 | c14 | c15 | c16 | c17 | c18 |
        c19) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19) : undefined;
    }
    case 21: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12],
        c13 = b[s + 13], c14 = b[s + 14], c15 = b[s + 15], c16 = b[s + 16], c17 = b[s + 17], c18 = b[s + 18],
        c19 = b[s + 19], c20 = b[s + 20];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12 | c13 | c14 | c15 | c16 | c17 | c18 |
        c19 | c20) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19,
        c20) : undefined;
    }
    case 22: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12],
        c13 = b[s + 13], c14 = b[s + 14], c15 = b[s + 15], c16 = b[s + 16], c17 = b[s + 17], c18 = b[s + 18],
        c19 = b[s + 19], c20 = b[s + 20], c21 = b[s + 21];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12 | c13 | c14 | c15 | c16 | c17 | c18 |
        c19 | c20 | c21) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20,
        c21) : undefined;
    }
    case 23: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12],
        c13 = b[s + 13], c14 = b[s + 14], c15 = b[s + 15], c16 = b[s + 16], c17 = b[s + 17], c18 = b[s + 18],
        c19 = b[s + 19], c20 = b[s + 20], c21 = b[s + 21], c22 = b[s + 22];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12 | c13 | c14 | c15 | c16 | c17 | c18 |
        c19 | c20 | c21 | c22) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21,
        c22) : undefined;
    }
    case 24: {
      const c0 = b[s], c1 = b[s + 1], c2 = b[s + 2], c3 = b[s + 3], c4 = b[s + 4], c5 = b[s + 5], c6 = b[s + 6],
        c7 = b[s + 7], c8 = b[s + 8], c9 = b[s + 9], c10 = b[s + 10], c11 = b[s + 11], c12 = b[s + 12],
        c13 = b[s + 13], c14 = b[s + 14], c15 = b[s + 15], c16 = b[s + 16], c17 = b[s + 17], c18 = b[s + 18],
        c19 = b[s + 19], c20 = b[s + 20], c21 = b[s + 21], c22 = b[s + 22], c23 = b[s + 23];
      return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | c8 | c9 | c10 | c11 | c12 | c13 | c14 | c15 | c16 | c17 | c18 |
        c19 | c20 | c21 | c22 | c23) < 0x80
        ? text(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21,
        c22, c23) : undefined;
    }
    default: return undefined;
  }
}
