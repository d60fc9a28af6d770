import { Config } from '@respite/server';
import { expect, it } from 'vitest';
import { SettingsWithoutEffect } from './settings-without-effect.ts';

function start(values: ConstructorParameters<typeof Config>[0]) {
  const config = new Config(values);
  const lines: string[] = [];
  const settings = new SettingsWithoutEffect(config, (level, text) => lines.push(`${level} ${text}`));
  const told = () => lines.splice(0);
  return { config, settings, told };
}

it('says which settings change nothing, and why', () => {
  const { settings, told } = start({
    values: { maxNewConnectionsPerCycle: 7, replicaPriority: 5, hz: 20, ioThreads: 1 },
  });
  settings.tell([{ args: ['/x.so', '1'] }]);
  expect(told()).toEqual([
    "notice The directive 'max-new-connections-per-cycle' has no effect: Node accepts as many connections as wait.",
    "warning The directive 'replica-priority' has no effect; not there yet: replication.",
    'warning Module /x.so is not loaded: modules are native code.',
  ]);
});

it('says nothing when all is by default', () => {
  const { settings, told } = start({});
  settings.tell();
  expect(told()).toEqual([]);
});

it('says it again when the value has changed, and only then', () => {
  const { config, settings, told } = start({ values: { ioThreads: 4 } });
  settings.tell();
  expect(told()).toHaveLength(1);
  config.set([['min-replicas-to-write', '1']]);
  settings.tell();
  expect(told()).toEqual(["warning The directive 'min-replicas-to-write' has no effect; not there yet: replication."]);
  settings.tell();
  expect(told()).toEqual([]);
});
