import { commandPage } from './command-page.ts';
import { configurationPage } from './configuration-page.ts';

/** The pages that are made from the source: their paths from the root of the repository, and their texts. */
export const pages: readonly (readonly [path: string, text: () => string])[] = [
  ['docs/commands.md', commandPage],
  ['docs/configuration.md', configurationPage],
];
