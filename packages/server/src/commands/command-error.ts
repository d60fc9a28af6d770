/**
 * Ends a command with an error reply. Not an Error: it carries no stack, so that a client's mistakes cost little.
 * The text is the whole line without its '-': "ERR syntax error".
 */
export class CommandError {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
