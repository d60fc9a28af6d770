import type { TypedReply } from '@respite/resp';
import { renderCsv } from './render-csv.ts';
import { renderJson } from './render-json.ts';
import { renderRaw } from './render-raw.ts';
import { renderTty } from './render-tty.ts';

export type OutputMode = 'tty' | 'raw' | 'csv' | 'json' | 'quoted-json';

export interface OutputFormat {
  readonly mode: OutputMode;
  /** Between the elements of a raw reply, as byte text. */
  readonly delimiter: string;
  /** After each raw reply, as byte text. */
  readonly replyDelimiter: string;
}

/** A reply as it is printed, in byte text. */
export function renderReply(reply: TypedReply, format: OutputFormat): string {
  switch (format.mode) {
    case 'tty':
      return renderTty(reply);
    case 'raw':
      return renderRaw(reply, format.delimiter) + format.replyDelimiter;
    case 'csv':
      return `${renderCsv(reply)}\n`;
    case 'json':
      return `${renderJson(reply, false)}\n`;
    case 'quoted-json':
      return `${renderJson(reply, true)}\n`;
  }
}
