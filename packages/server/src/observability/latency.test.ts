import { describe, expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { latencyGraph } from './latency-graph.ts';
import { LatencyEvent } from './latency-monitor.ts';
import { serverWithSlowCommands } from './slow-command.cases.ts';

const decoder = new TextDecoder();

describe('LATENCY', () => {
  test('records the longest of each second, of what reaches latency-monitor-threshold', async () => {
    const server = serverWithSlowCommands();
    const t = server.transcript();
    await t.says('TAKE', 500).ok();
    await t.says('LATENCY', 'LATEST').array([]);
    await t.says('CONFIG', 'SET', 'latency-monitor-threshold', 100).ok();
    await t.says('TAKE', 99).ok();
    await t.says('LATENCY', 'LATEST').array([]);
    server.clock.set(1_800_000_000_000);
    await t.says('TAKE', 100).ok();
    await t.says('TAKE', 300).ok();
    await t.says('TAKE', 200).ok();
    await t.says('TAKE.FAST', 150).ok();
    server.clock.set(1_800_000_005_000);
    await t.says('TAKE', 120).ok();
    await t.says('LATENCY', 'LATEST').array([
      ['command', 1_800_000_005, 120, 300],
      ['fast-command', 1_800_000_000, 150, 150],
    ]);
    await t.says('LATENCY', 'HISTORY', 'command').array([
      [1_800_000_000, 300],
      [1_800_000_005, 120],
    ]);
    await t.says('LATENCY', 'HISTORY', 'nothing').array([]);
    await t.says('LATENCY', 'RESET', 'COMMAND', 'nothing').int(1);
    await t.says('LATENCY', 'RESET').int(1);
    await t.says('LATENCY', 'LATEST').array([]);
    await t.says('LATENCY', 'GRAPH', 'command').error("ERR No samples available for event 'command'");
  });

  test('tells of work in the background too', () => {
    const server = new TestServer({ latencyMonitorThreshold: 10 });
    const { latencies } = server.core.observability;
    latencies.record('expire-cycle', 9.9);
    latencies.record('expire-cycle', 10.4);
    expect(latencies.event('expire-cycle')?.samples).toEqual([{ time: 1704067200, milliseconds: 10 }]);
  });

  test('keeps 160 seconds of an event', () => {
    const event = new LatencyEvent('command');
    for (let i = 0; i < 200; i++) event.add(i, 1000 - i);
    expect(event.samples).toHaveLength(160);
    expect(event.samples[0].time).toBe(40);
    expect(event.worst).toBe(1000);
  });

  test('GRAPH draws bars with their ages below', () => {
    const event = new LatencyEvent('command');
    event.add(1000, 300);
    event.add(1050, 400);
    event.add(1099, 500);
    expect(latencyGraph(event, 1100).split('\n')).toEqual([
      'command - high 500 ms, low 300 ms (all time high 500 ms)',
      '-'.repeat(80),
      '    ##',
      '  __##',
      '  ####',
      '__####',
      '',
      '1 5 1',
      'm 0 s',
      '  s',
      '',
    ]);
  });

  test('DOCTOR has something to say in each case', async () => {
    const server = serverWithSlowCommands();
    const t = server.transcript();
    const doctor = async () => decoder.decode(await t.says('LATENCY', 'DOCTOR').reply());
    expect(await doctor()).toMatch(/monitoring is off/);
    await t.says('CONFIG', 'SET', 'latency-monitor-threshold', 50).ok();
    expect(await doctor()).toMatch(/No event has taken 50 milliseconds/);
    await t.says('CONFIG', 'SET', 'slowlog-log-slower-than', 100000).ok();
    await t.says('TAKE', 80).ok();
    await t.says('TAKE.FAST', 80).ok();
    server.core.observability.latencies.record('eviction-cycle', 70);
    const report = await doctor();
    expect(report).toMatch(/1\. command: 1 latency spikes \(average 80ms, mean deviation 0ms, period 1\.00 sec\)/);
    expect(report).toMatch(/CONFIG SET slowlog-log-slower-than 50000/);
    expect(report).toMatch(/lower maxmemory in small steps/);
  });

  test('HISTOGRAM counts calls up to powers of two, of all commands or of some', async () => {
    const server = serverWithSlowCommands();
    const t = server.transcript();
    await t.says('CONFIG', 'RESETSTAT').ok();
    await t.says('TAKE', 1).ok();
    await t.says('TAKE', 2).ok();
    await t.says('TAKE', 2000).ok();
    await t.says('CLIENT', 'GETNAME').nil();
    await t.says('LATENCY', 'HISTOGRAM', 'take', 'nothing', 'CLIENT').map([
      ['take', ['calls', 3, 'histogram_usec', [1056, 1, 2113, 2, 1073741, 3]]],
      ['client|getname', ['calls', 1, 'histogram_usec', [1, 1]]],
    ]);
    expect(decoder.decode(await t.says('LATENCY', 'HISTOGRAM').reply())).toMatch(/config\|resetstat/);
    await t.says('CONFIG', 'SET', 'latency-tracking', 'no').ok();
    await t.says('CONFIG', 'RESETSTAT').ok();
    await t.says('PING').raw('+PONG\r\n');
    await t.says('LATENCY', 'HISTOGRAM').map([]);
  });
});
