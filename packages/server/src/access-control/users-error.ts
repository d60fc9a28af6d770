/** The server cannot start with the users that it was given. */
export class UsersError extends Error {
  override readonly name = 'UsersError';
  /** Lines for the log. */
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join(' '));
    this.reasons = reasons;
  }
}
