const text = String.fromCharCode;

/** Up to this length, text is made by one call with so many arguments. */
export const SHORT_TEXT = 24;

/**
 * ASCII of at most 24 bytes as text, or undefined if there is a byte beyond 0x7f.
 *
 * A call of String.fromCharCode with a fixed number of arguments is compiled to an allocation and stores; it takes a
 * third of the time of a call into the engine's decoders, and its result, unlike a substring, keeps nothing else alive.
 */
export function shortText(b: Uint8Array, s: number, end: number): string | undefined {
  let all = 0;
  for (let i = s; i < end; i++) all |= b[i];
  if (all > 0x7f) return undefined;
  // biome-ignore format: one line for each length
  switch (end - s) {
    case 0: return '';
    case 1: return text(b[s]);
    case 2: return text(b[s], b[s+1]);
    case 3: return text(b[s], b[s+1], b[s+2]);
    case 4: return text(b[s], b[s+1], b[s+2], b[s+3]);
    case 5: return text(b[s], b[s+1], b[s+2], b[s+3], b[s+4]);
    case 6: return text(b[s], b[s+1], b[s+2], b[s+3], b[s+4], b[s+5]);
    case 7: return text(b[s], b[s+1], b[s+2], b[s+3], b[s+4], b[s+5], b[s+6]);
    case 8: return text(b[s], b[s+1], b[s+2], b[s+3], b[s+4], b[s+5], b[s+6], b[s+7]);
    case 9: return text(b[s], b[s+1], b[s+2], b[s+3], b[s+4], b[s+5], b[s+6], b[s+7], b[s+8]);
    case 10: return text(b[s], b[s+1], b[s+2], b[s+3], b[s+4], b[s+5], b[s+6], b[s+7], b[s+8], b[s+9]);
    case 11: return text(b[s], b[s+1], b[s+2], b[s+3], b[s+4], b[s+5], b[s+6], b[s+7], b[s+8], b[s+9], b[s+10]);
    case 12: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11]);
    case 13: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],b[s+12]);
    case 14: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],
      b[s+12],b[s+13]);
    case 15: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],
      b[s+12],b[s+13],b[s+14]);
    case 16: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],
      b[s+12],b[s+13],b[s+14],b[s+15]);
    case 17: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],
      b[s+12],b[s+13],b[s+14],b[s+15],b[s+16]);
    case 18: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],
      b[s+12],b[s+13],b[s+14],b[s+15],b[s+16],b[s+17]);
    case 19: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],
      b[s+12],b[s+13],b[s+14],b[s+15],b[s+16],b[s+17],b[s+18]);
    case 20: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],
      b[s+12],b[s+13],b[s+14],b[s+15],b[s+16],b[s+17],b[s+18],b[s+19]);
    case 21: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],
      b[s+12],b[s+13],b[s+14],b[s+15],b[s+16],b[s+17],b[s+18],b[s+19],b[s+20]);
    case 22: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],
      b[s+12],b[s+13],b[s+14],b[s+15],b[s+16],b[s+17],b[s+18],b[s+19],b[s+20],b[s+21]);
    case 23: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],
      b[s+12],b[s+13],b[s+14],b[s+15],b[s+16],b[s+17],b[s+18],b[s+19],b[s+20],b[s+21],b[s+22]);
    case 24: return text(b[s],b[s+1],b[s+2],b[s+3],b[s+4],b[s+5],b[s+6],b[s+7],b[s+8],b[s+9],b[s+10],b[s+11],
      b[s+12],b[s+13],b[s+14],b[s+15],b[s+16],b[s+17],b[s+18],b[s+19],b[s+20],b[s+21],b[s+22],b[s+23]);
    default: return undefined;
  }
}
