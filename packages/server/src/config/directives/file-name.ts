/** A name inside a folder, not a path. */
export function isFileName(name: string): boolean {
  return !name.includes('/') && !name.includes('\\');
}
