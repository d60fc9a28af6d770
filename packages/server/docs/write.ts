// npm run docs: writes the pages that are made from the source.
import { writeFileSync } from 'node:fs';
import { pages } from './pages.ts';

for (const [path, text] of pages) writeFileSync(new URL(`../../../${path}`, import.meta.url), text());
