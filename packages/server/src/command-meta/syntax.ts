/**
 * The notation in which facts write a command's arguments, close to what manuals print:
 *
 *     key value [condition=<NX|XX>] [GET^6.2.0] [expiration=<EX seconds:integer|PX milliseconds:integer|KEEPTTL>]
 *
 *     name              an argument called `name`, a string
 *     name:integer      ... of another type: integer, double, float, pattern, unix-time, key, pure-token
 *     name@1            ... that is a key, described by key spec 1; `name:pattern@1`: of another type
 *     key               the same as `key@0`, as most commands have it
 *     TOKEN             a fixed word, called `token`; `change=CH`: called `change`
 *     TOKEN name        an argument behind a fixed word
 *     [x]               x may be left out
 *     x...              x may be repeated; `TOKEN... x`: together with the word
 *     name=<x|y>        one of these
 *     name=(x y)        these, in this order
 *     x^7.0.0           since that version; `x!2.8.12`: deprecated since
 *     name(text)        shown as `text`
 *     'odd name' "*"    names that are not of a-z, 0-9, - and _; words that are not of A-Z, 0-9, -, _ and .
 *
 * A word in capitals belongs to the name that follows it. Where it shall stand for itself before a name, write it as
 * `name=WORD`. The marks behind a name come in the order of this list: name(text):type@1^7.0.0!7.2.0=...
 */
export interface CommandArgument {
  readonly name: string;
  readonly type: ArgumentType;
  /** What to show in the place of the name. */
  readonly displayText?: string;
  /** Index among the command's key specs. */
  readonly keySpecIndex?: number;
  /** The fixed word before the argument, or that it is; in capitals. */
  readonly token?: string;
  readonly since?: string;
  readonly deprecatedSince?: string;
  readonly optional?: true;
  readonly multiple?: true;
  /** The token stands before each repetition. */
  readonly multipleToken?: true;
  /** Of a oneof or block. */
  readonly arguments?: readonly CommandArgument[];
}

const argumentTypes = [
  'string',
  'integer',
  'double',
  'float',
  'key',
  'pattern',
  'unix-time',
  'pure-token',
  'oneof',
  'block',
] as const;

export type ArgumentType = (typeof argumentTypes)[number];

/** @throws {SyntaxError} with the place where the notation was not understood */
export function parseSyntax(syntax: string): CommandArgument[] {
  const parser = new SyntaxParser(syntax);
  const list = parser.readSequence();
  parser.expectEnd();
  return list;
}

type Draft = { -readonly [Key in keyof CommandArgument]: CommandArgument[Key] };

const nameWord = /[a-z0-9_-]+/y;
const tokenWord = /[A-Z](?:[A-Z0-9_-]|\.(?=[A-Z0-9]))*/y;
const quotedName = /'[^']*'/y;
const quotedToken = /"[^"]*"/y;
const display = /\([^)]*\)/y;
const type = /:[a-z-]+/y;
const keySpecIndex = /@\d+/y;
const since = /\^[0-9a-z.-]*[0-9a-z]/y;
const deprecatedSince = /![0-9a-z.-]*[0-9a-z]/y;
const repeated = /\.\.\./y;
const gap = / /y;

class SyntaxParser {
  readonly #syntax: string;
  #at = 0;

  constructor(syntax: string) {
    this.#syntax = syntax;
  }

  /** Arguments one after another, up to the end or to a bracket or bar that this sequence did not open. */
  readSequence(): CommandArgument[] {
    const list: CommandArgument[] = [];
    if (this.#atClosing()) return list;
    do list.push(this.#readOptional());
    while (this.#take(gap) !== '');
    return list;
  }

  expectEnd(): void {
    if (this.#at < this.#syntax.length) this.#fail('expected the end');
  }

  #readOptional(): Draft {
    if (this.#peek() !== '[') return this.#readArgument();
    this.#at++;
    const argument = this.#readArgument();
    this.#expect(']');
    if (argument.optional) this.#fail('optional twice');
    argument.optional = true;
    return argument;
  }

  #readArgument(): Draft {
    const token = this.#readToken();
    if (token === undefined) {
      const named = this.#readNamed();
      if (this.#take(repeated) !== '') named.multiple = true;
      return named;
    }
    const afterToken = this.#at;
    const repeatedToken = this.#take(repeated) !== '';
    if (this.#take(gap) !== '' && this.#atName()) {
      const argument = this.#readNamed();
      if (argument.token !== undefined) this.#fail('a second word for one argument');
      argument.token = token;
      if (repeatedToken) {
        argument.multiple = true;
        argument.multipleToken = true;
      } else if (this.#take(repeated) !== '') {
        argument.multiple = true;
      }
      return argument;
    }
    this.#at = afterToken;
    const argument: Draft = { name: token.toLowerCase(), type: 'pure-token', token };
    this.#readVersions(argument);
    if (this.#take(repeated) !== '') argument.multiple = true;
    return argument;
  }

  #readNamed(): Draft {
    const name = this.#readName();
    const argument: Draft = { name, type: 'string' };
    const shown = this.#take(display);
    if (shown !== '') argument.displayText = shown.slice(1, -1);
    const typed = this.#take(type).slice(1);
    if (typed !== '') argument.type = this.#argumentType(typed);
    const index = this.#take(keySpecIndex);
    if (index !== '') {
      argument.keySpecIndex = Number(index.slice(1));
      if (typed === '') argument.type = 'key';
    }
    this.#readVersions(argument);
    if (this.#peek() === '=') {
      this.#at++;
      this.#readMeaning(argument);
    } else if (name === 'key' && typed === '' && index === '') {
      argument.type = 'key';
      argument.keySpecIndex = 0;
    }
    return argument;
  }

  #readVersions(argument: Draft): void {
    const from = this.#take(since);
    if (from !== '') argument.since = from.slice(1);
    const until = this.#take(deprecatedSince);
    if (until !== '') argument.deprecatedSince = until.slice(1);
  }

  /** What follows `name=`: a fixed word, alternatives, or a block. */
  #readMeaning(argument: Draft): void {
    const opening = this.#peek();
    if (opening === '<') {
      this.#at++;
      argument.type = 'oneof';
      argument.arguments = this.#readAlternatives();
      this.#expect('>');
    } else if (opening === '(') {
      this.#at++;
      argument.type = 'block';
      argument.arguments = this.readSequence();
      this.#expect(')');
    } else {
      const token = this.#readToken();
      if (token === undefined) this.#fail('expected a word in capitals, < or (');
      argument.type = 'pure-token';
      argument.token = token;
    }
  }

  #readAlternatives(): CommandArgument[] {
    const list: CommandArgument[] = [this.#readOptional()];
    while (this.#peek() === '|') {
      this.#at++;
      list.push(this.#readOptional());
    }
    return list;
  }

  #readToken(): string | undefined {
    const quoted = this.#take(quotedToken);
    if (quoted !== '') return quoted.slice(1, -1);
    const word = this.#take(tokenWord);
    return word === '' ? undefined : word;
  }

  #readName(): string {
    const quoted = this.#take(quotedName);
    if (quoted !== '') return quoted.slice(1, -1);
    const word = this.#take(nameWord);
    if (word === '') this.#fail('expected an argument');
    return word;
  }

  #argumentType(word: string): ArgumentType {
    for (const known of argumentTypes) if (known === word) return known;
    return this.#fail(`unknown type '${word}'`);
  }

  #atName(): boolean {
    return /[a-z0-9_'-]/.test(this.#peek());
  }

  #atClosing(): boolean {
    return this.#at === this.#syntax.length || '])>|'.includes(this.#peek());
  }

  #peek(): string {
    return this.#syntax.charAt(this.#at);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#syntax)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #expect(character: string): void {
    if (this.#peek() !== character) this.#fail(`expected ${character}`);
    this.#at++;
  }

  #fail(what: string): never {
    throw new SyntaxError(`${what} at ${this.#at} in '${this.#syntax}'`);
  }
}
