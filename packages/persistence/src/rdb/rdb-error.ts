/** What is read is not what RDB has there. */
export class RdbError extends Error {
  override readonly name = 'RdbError';
}
