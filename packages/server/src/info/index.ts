import { clientsSection } from './clients-section.ts';
import { commandStatsSection, errorStatsSection, latencyStatsSection } from './command-sections.ts';
import type { InfoSources } from './info-sources.ts';
import { keysizesSection } from './keysizes-section.ts';
import { keyspaceSection } from './keyspace-section.ts';
import { memorySection } from './memory-section.ts';
import { persistenceSection } from './persistence-section.ts';
import { cpuSection, modulesSection } from './process-sections.ts';
import { clusterSection, replicationSection } from './replication-section.ts';
import type { InfoSection } from './section.ts';
import { serverSection } from './server-section.ts';
import { debugSection, statsSection } from './stats-section.ts';

/** All sections, in the order in which they are printed. */
const sections: readonly InfoSection[] = [
  serverSection,
  clientsSection,
  memorySection,
  persistenceSection,
  statsSection,
  replicationSection,
  cpuSection,
  modulesSection,
  commandStatsSection,
  errorStatsSection,
  latencyStatsSection,
  clusterSection,
  keyspaceSection,
  keysizesSection,
  debugSection,
];

/**
 * The text of INFO: sections divided by empty lines, lines that end in CR LF.
 *
 * @param names sections in any case, or `default`, `all`, `everything`; unknown ones are passed over; none: `default`
 */
export function infoText(server: InfoSources, names: readonly string[]): string {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const all = wanted.has('all') || wanted.has('everything');
  const byDefault = wanted.size === 0 || wanted.has('default');
  const shown = sections.filter(
    (section) =>
      (all && section.shown !== 'by name') ||
      (byDefault && section.shown === 'by default') ||
      namesOf(section).some((name) => wanted.has(name)),
  );
  return shown.map((section) => sectionText(server, section)).join('\r\n');
}

function namesOf({ title, otherNames = [] }: InfoSection): string[] {
  return [title.toLowerCase(), ...otherNames];
}

function sectionText(server: InfoSources, section: InfoSection): string {
  const lines = section.lines(server).map(([name, value]) => `${name}:${value}\r\n`);
  return `# ${section.title}\r\n${lines.join('')}`;
}
