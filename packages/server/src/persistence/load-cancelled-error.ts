/** The server was ended before its data was loaded. What is on disk is as it was. */
export class LoadCancelledError extends Error {
  constructor() {
    super('The server was ended before its data was loaded');
    this.name = 'LoadCancelledError';
  }
}
