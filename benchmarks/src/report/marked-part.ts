const BEGIN = '<!-- benchmarks: written by npm run bench -->';
const END = '<!-- benchmarks: end -->';

/**
 * Replaces what stands between the two marks of a page.
 *
 * @throws Error the page does not have them
 */
export function replaceMarkedPart(page: string, part: string, name: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${name} has no place for results: ${BEGIN} and below it ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${part.trim()}\n\n${page.slice(end)}`;
}
