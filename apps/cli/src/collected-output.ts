import { defaultSettings, type Settings } from './flags.ts';
import { Printer, type Streams } from './printer.ts';
import { Session } from './session.ts';

/** Streams that keep what is written, as byte text. For tests. */
export class CollectedOutput implements Streams {
  readonly isTerminal: boolean;
  #text = '';
  #complaints: string[] = [];
  #wake: (() => void) | undefined;

  constructor(isTerminal = true) {
    this.isTerminal = isTerminal;
  }

  write(text: string): void {
    this.#text += text;
    this.#wake?.();
  }

  writeBytes(bytes: Uint8Array): void {
    this.write(Buffer.from(bytes).toString('latin1'));
  }

  complain(line: string): void {
    this.#complaints.push(line);
  }

  /** What was written since this was last called. */
  takeText(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  takeComplaints(): string[] {
    return this.#complaints.splice(0);
  }

  /** Waits until `part` has been written, and takes it all. */
  async until(part: string): Promise<string> {
    while (!this.#text.includes(part)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.takeText();
  }
}

/** A session that talks to a local server and keeps what it prints. For tests. */
export function sessionOn(port: number, settings: Partial<Settings> = {}, output = new CollectedOutput()) {
  const all = { ...defaultSettings(), port, ...settings };
  return { session: new Session(all, new Printer(all, output)), output };
}
