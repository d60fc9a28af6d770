import type { CommandSpec } from '../define-command.ts';
import { getbit, setbit } from './bit.ts';
import { bitcount } from './bitcount.ts';
import { bitfield, bitfieldRo } from './bitfield.ts';
import { bitop } from './bitop.ts';
import { bitpos } from './bitpos.ts';

export const bitmapCommands: readonly CommandSpec[] = [bitcount, bitfield, bitfieldRo, bitop, bitpos, getbit, setbit];
