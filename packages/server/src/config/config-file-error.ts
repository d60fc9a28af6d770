/** Where a line stands. */
export interface ConfigPosition {
  /** A path, `standard input` or `command line`. */
  readonly source: string;
  /** Counted from 1. */
  readonly line: number;
  /** The line without blanks at its ends. */
  readonly text: string;
}

/** A configuration that the server cannot start with. The message is the reason alone. */
export class ConfigFileError extends Error {
  override readonly name = 'ConfigFileError';
  /** undefined if no single line is to blame. */
  readonly position: ConfigPosition | undefined;

  constructor(reason: string, position?: ConfigPosition) {
    super(reason);
    this.position = position;
  }

  /**
   * What the daemon prints before it exits with 1; tools look for these words.
   *
   * ```
   *
   * *** FATAL CONFIG FILE ERROR (Respite 0.1.0) ***
   * Reading the configuration file, at line 3 of /etc/redis.conf
   * >>> 'maxmemory foo'
   * argument must be a memory value
   * ```
   *
   * @param server name and version
   */
  report(server: string): string {
    const lines = ['', `*** FATAL CONFIG FILE ERROR (${server}) ***`];
    if (this.position !== undefined) {
      const { source, line, text } = this.position;
      lines.push(`Reading the configuration file, at line ${line} of ${source}`, `>>> '${text}'`);
    }
    return `${[...lines, this.message].join('\n')}\n`;
  }
}
