import type { Database } from '../../keyspace/database.ts';
import { DENSE_REGISTER_BYTES, denseRegister, setDenseRegister } from './dense-registers.ts';
import { REGISTERS } from './hyperloglog-format.ts';
import { HyperLogLog } from './hyperloglog-value.ts';

const REGISTER_ROUNDS = 100;
const LAST_CHECKPOINT = 1_000_000;
/** The standard error of an estimate, in parts of it. */
const STANDARD_ERROR = 1.04 / Math.sqrt(REGISTERS);
/** Estimates further off than this many standard errors are wrong. */
const ERRORS_MAX = 6;

/**
 * Checks registers and estimates with random ones. Takes about a second.
 * @param scratch an empty database; it is empty afterwards
 * @returns what is wrong, or undefined
 */
export function checkHyperLogLogs(scratch: Database, sparseBytesMax: number, random: () => number): string | undefined {
  const problem = checkRegisters(random) ?? checkEstimates(scratch, sparseBytesMax, random);
  scratch.clear();
  return problem;
}

function checkRegisters(random: () => number): string | undefined {
  const registers = new Uint8Array(DENSE_REGISTER_BYTES);
  const expected = new Uint8Array(REGISTERS);
  for (let round = 0; round < REGISTER_ROUNDS; round++) {
    for (let i = 0; i < REGISTERS; i++) {
      expected[i] = Math.floor(random() * 64);
      setDenseRegister(registers, 0, i, expected[i]);
    }
    for (let i = 0; i < REGISTERS; i++) {
      const found = denseRegister(registers, 0, i);
      if (found !== expected[i]) return `Register ${i} should be ${expected[i]} but is ${found}`;
    }
  }
  return undefined;
}

/** Adds different elements to one that begins sparse and one that is dense. */
function checkEstimates(scratch: Database, sparseBytesMax: number, random: () => number): string | undefined {
  const names = Uint8Array.of(0, 1);
  const sparse = new HyperLogLog();
  sparse.create(scratch, names, 0, 1, sparseBytesMax);
  const dense = new HyperLogLog();
  dense.create(scratch, names, 1, 2, sparseBytesMax);
  dense.makeDense();
  const element = new Float64Array(2);
  const elementBytes = new Uint8Array(element.buffer);
  element[1] = random();
  let checkpoint = 1;
  for (let count = 1; count <= LAST_CHECKPOINT; count++) {
    element[0] = count;
    // Each is located anew: they share the fields that tell where.
    dense.open(scratch, dense.entry, sparseBytesMax);
    dense.add(elementBytes, 0, elementBytes.length);
    sparse.open(scratch, sparse.entry, sparseBytesMax);
    sparse.add(elementBytes, 0, elementBytes.length);
    if (count !== checkpoint) continue;
    if (count < sparseBytesMax / 2 && sparse.isDense) return 'sparse encoding not used';
    const found = sparse.cardinality()!;
    dense.open(scratch, dense.entry, sparseBytesMax);
    if (dense.cardinality() !== found) return 'dense/sparse disagree';
    const error = Math.abs(found - checkpoint);
    // Of ten elements, two may share a register more often than the standard error tells.
    const allowed = checkpoint === 10 ? 1 : Math.ceil(STANDARD_ERROR * ERRORS_MAX * checkpoint);
    if (error > allowed) return `Too big error. card:${checkpoint} abserr:${error}`;
    checkpoint *= 10;
  }
  return undefined;
}
