/** How the file of users is reached, where there are files. Errors have the words of the operating system. */
export interface UsersFiles {
  /** @throws Error */
  read(path: string): Uint8Array;
  /** Puts new contents in the place of the file, wholly or not at all. @throws Error */
  replace(path: string, contents: Uint8Array): void;
}
