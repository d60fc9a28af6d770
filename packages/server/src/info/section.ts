import type { InfoSources } from './info-sources.ts';

/** A line of a section: `name:value`. Numbers are printed as they are: whole, or with the decimals that the caller wants as text. */
export type InfoLine = readonly [name: string, value: string | number];

/** A part of INFO's reply, with a heading of its own. */
export interface InfoSection {
  /** The heading, and, in any case, the word by which it is asked for. */
  readonly title: string;
  /** Further words by which it is asked for, in lower case. */
  readonly otherNames?: readonly string[];
  /** When it is shown: without being asked for; when everything is asked for; or by its name alone. */
  readonly shown: 'by default' | 'among all' | 'by name';
  lines(server: InfoSources): readonly InfoLine[];
}

/** `12.50M`, in powers of 1024, as the fields that end in _human have it. */
export function humanBytes(bytes: number): string {
  const units = ['K', 'M', 'G', 'T', 'P'];
  if (bytes < 1024) return `${bytes}B`;
  let value = bytes;
  let unit = '';
  for (const larger of units) {
    if (value < 1024) break;
    value /= 1024;
    unit = larger;
  }
  return `${value.toFixed(2)}${unit}`;
}

/** Seconds with microseconds, as CPU times are told. */
export function withMicroseconds(seconds: number): string {
  return seconds.toFixed(6);
}
