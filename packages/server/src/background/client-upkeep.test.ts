import { expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../test/in-process.ts';
import { ClientUpkeep } from './client-upkeep.ts';

/** The numbers of CLIENT LIST's line for a client, asked for by another. */
async function numbersOf(asking: TestConnection, connection: TestConnection): Promise<Map<string, number>> {
  const line = await asking.ask('CLIENT', 'LIST', 'ID', connection.client.id);
  return new Map([...line.matchAll(/ ([a-z-]+)=(\d+)/g)].map(([, name, value]) => [name, Number(value)]));
}

function running(values: ConstructorParameters<typeof TestServer>[0] = {}) {
  const server = new TestServer({ enableDebugCommand: 'yes', ...values });
  const upkeep = new ClientUpkeep(server.core);
  /** Lets time pass, with ten ticks a second. */
  const pass = (seconds: number) => {
    for (let i = 0; i < seconds * 10; i++) {
      server.advance(100);
      server.core.clock.refresh();
      upkeep.run();
      server.turn();
    }
  };
  return { server, pass };
}

test('timeout: idle clients go, those who wait for something stay', async () => {
  const { server, pass } = running({ timeout: 10 });
  const [idle, blocked, subscriber, busy] = [1, 2, 3, 4].map(() => server.connect());
  await blocked.ask('BLPOP', 'a', 0);
  await subscriber.ask('SUBSCRIBE', 'a');
  for (let i = 0; i < 3; i++) {
    pass(4);
    await busy.ask('PING');
  }
  expect([idle, blocked, subscriber, busy].map(({ closed }) => closed)).toEqual([true, false, false, false]);
});

test('all clients are looked at within about a second, however many there are', () => {
  const { server, pass } = running({ timeout: 1 });
  for (let i = 0; i < 500; i++) server.connect();
  pass(6);
  expect(server.core.clients.size).toBe(0);
});

test('what a silent client announced and did not send takes no memory', async () => {
  const { server, pass } = running();
  const [asking, connection] = [server.connect(), server.connect()];
  await connection.exchange(new TextEncoder().encode('*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1000000\r\n'));
  await connection.exchange(new Uint8Array(100_000).fill(0x78));
  let numbers = await numbersOf(asking, connection);
  expect(numbers.get('qbuf')).toBe(100_000);
  expect(numbers.get('argv-mem')).toBe(4);
  expect((numbers.get('qbuf') ?? 0) + (numbers.get('qbuf-free') ?? 0)).toBeGreaterThanOrEqual(1_000_000);
  expect(numbers.get('tot-mem')).toBeGreaterThan(1_000_000);
  expect(await asking.ask('INFO', 'clients')).toMatch(/client_recent_max_input_buffer:1\d{6}\r\n/);
  pass(4);
  numbers = await numbersOf(asking, connection);
  expect(numbers.get('qbuf')).toBe(100_000);
  expect(numbers.get('tot-mem')).toBeLessThan(150_000);
  await connection.exchange(new Uint8Array(900_000).fill(0x78));
  expect(new TextDecoder().decode(await connection.exchange(new TextEncoder().encode('\r\n')))).toBe('+OK\r\n');
  expect((await numbersOf(asking, connection)).get('qbuf')).toBe(0);
  pass(4);
  expect((await numbersOf(asking, connection)).get('qbuf-free')).toBe(0);
});

test('the buffer in which replies begin grows with them, and shrinks when they have been short for a while', async () => {
  const { server, pass } = running();
  const [asking, connection] = [server.connect(), server.connect()];
  await connection.ask('SET', 'a', 'x'.repeat(5000));
  const sizes = async () => {
    const numbers = await numbersOf(asking, connection);
    return [numbers.get('rbs'), numbers.get('rbp')];
  };
  expect(await sizes()).toEqual([1024, 5]);
  await connection.ask('GET', 'a');
  expect(await sizes()).toEqual([16384, 5009]);
  await asking.ask('DEBUG', 'REPLYBUFFER', 'PEAK-RESET-TIME', 'NEVER');
  pass(20);
  expect(await sizes()).toEqual([16384, 5009]);
  await asking.ask('DEBUG', 'REPLYBUFFER', 'PEAK-RESET-TIME', 'RESET');
  pass(7);
  expect(await sizes()).toEqual([1024, 0]);
  expect(server.core.counters.replyBufferShrinks).toBeGreaterThan(0);
});
