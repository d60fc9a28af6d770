import { freePort, startOracle } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { utf8Bytes } from './byte-text.ts';
import { type CollectedOutput, sessionOn } from './collected-output.ts';
import type { Settings } from './flags.ts';
import type { Session } from './session.ts';

const sessions: Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.disconnect();
});

function open(port: number, settings?: Partial<Settings>): { session: Session; output: CollectedOutput } {
  const opened = sessionOn(port, settings);
  sessions.push(opened.session);
  return opened;
}

function run(session: Session, line: string) {
  return session.run(line.split(' ').map(utf8Bytes));
}

test('nobody there', async () => {
  const port = await freePort();
  const { session, output } = open(port);
  expect(await run(session, 'ping')).toBe('lost');
  expect(output.takeComplaints()).toEqual([`Could not connect to Redis at 127.0.0.1:${port}: Connection refused`]);
  expect(session.prompt).toBe('not connected> ');
  expect(await session.ask('PING')).toBeNull();
});

describeWithOracle('a session', (oracle) => {
  describe('the prompt', () => {
    test('shows the database and the transaction', async () => {
      const { session } = open(oracle().port);
      const place = `127.0.0.1:${oracle().port}`;
      await session.connect();
      const prompts = [session.prompt];
      for (const line of [
        'select 3',
        'select 99',
        'multi',
        'select 5',
        'discard',
        'multi',
        'select 5',
        'exec',
        'multi',
        'nosuch',
        'select 7',
        'exec',
        'reset',
      ]) {
        await run(session, line);
        prompts.push(session.prompt);
      }
      expect(prompts.map((prompt) => prompt.replace(place, ''))).toEqual([
        '> ',
        '[3]> ',
        '[3]> ',
        '[3](TX)> ',
        '[5](TX)> ',
        '[3]> ',
        '[3](TX)> ',
        '[5](TX)> ',
        '[5]> ',
        '[5](TX)> ',
        '[5](TX)> ',
        '[7](TX)> ',
        '[5]> ',
        '> ',
      ]);
    });
  });

  describe.each([2, 3] as const)('subscriptions in RESP%i', (protocol) => {
    test('are announced, printed, interrupted and ended', async () => {
      const { session, output } = open(oracle().port, { protocol });
      const { session: publisher } = open(oracle().port);
      await run(session, 'subscribe one two');
      expect(output.takeText()).toBe(
        '1) "subscribe"\n2) "one"\n3) (integer) 1\n1) "subscribe"\n2) "two"\n3) (integer) 2\n',
      );
      expect(session.prompt).toMatch(/\(subscribed mode\)> $/);

      const printed = session.printMessages(true);
      await output.until('Reading messages... (press Ctrl-C to quit or any key to type command)');
      await run(publisher, 'publish two hi');
      expect(await output.until('Reading')).toContain('\x1b[K1) "message"\n2) "two"\n3) "hi"\n');
      session.interruptMessages();
      expect(await printed).toBe('done');
      output.takeText();

      await run(session, 'psubscribe p*');
      await run(session, 'unsubscribe one two');
      expect(session.isSubscribed).toBe(true);
      await run(session, 'punsubscribe p*');
      expect(session.isSubscribed).toBe(false);
      output.takeText();
      await run(session, 'ping');
      expect(output.takeText()).toBe('PONG\n');
    });

    test('end one by one when no name is given', async () => {
      const { session } = open(oracle().port, { protocol });
      await run(session, 'subscribe a b c');
      await run(session, 'unsubscribe');
      expect(await session.printMessages()).toBe('done');
      expect(session.isSubscribed).toBe(false);
    });

    test('end with RESET', async () => {
      const { session, output } = open(oracle().port, { protocol });
      await run(session, 'ssubscribe a');
      expect(session.isSubscribed).toBe(true);
      await run(session, 'reset');
      expect(session.isSubscribed).toBe(false);
      output.takeText();
      await run(session, 'get nosuch');
      expect(output.takeText()).toBe('(nil)\n');
    });
  });

  test('push messages are shown when they are met, if they are wanted', async () => {
    for (const showPushes of [true, false]) {
      const { session, output } = open(oracle().port, { protocol: 3, showPushes });
      const { session: other } = open(oracle().port);
      await run(session, 'client tracking on');
      await run(session, 'get tracked');
      await run(other, 'set tracked 1');
      output.takeText();
      await run(session, 'ping');
      expect(output.takeText()).toBe(showPushes ? "-> invalidate: 'tracked'\nPONG\n" : 'PONG\n');
    }
  });

  test('MONITOR goes on until it is stopped', async () => {
    const { session, output } = open(oracle().port);
    const { session: other } = open(oracle().port);
    expect(session.stopMonitoring()).toBe(false);
    const monitoring = run(session, 'monitor');
    await output.until('OK\n');
    await run(other, 'echo seen');
    expect(await output.until('"seen"')).toMatch(/^\d+\.\d+ \[0 [\d.:]+\] "echo" "seen"\n$/);
    expect(session.stopMonitoring()).toBe(true);
    expect(await monitoring).toBe('stopped');
    expect(await run(session, 'ping')).toBe('done');
    expect(output.takeComplaints()).toEqual([]);
  });

  test('a connection lost while idle is made anew, in the same database', async () => {
    const { session, output } = open(oracle().port, { database: 4 });
    await run(session, 'client id');
    const id = /\d+/.exec(output.takeText())?.[0];
    const { session: other } = open(oracle().port);
    await run(other, `client kill id ${id}`);
    await vi.waitUntil(() => session.prompt === 'not connected> ');
    expect(await run(session, 'ping')).toBe('done');
    expect(output.takeText()).toBe('PONG\n');
    expect(output.takeComplaints()).toEqual([]);
    expect(session.prompt).toContain('[4]');
  });

  test('a connection lost with a transaction is told', async () => {
    const { session, output } = open(oracle().port);
    await run(session, 'client id');
    const id = /\d+/.exec(output.takeText())?.[0];
    await run(session, 'multi');
    const { session: other } = open(oracle().port);
    await run(other, `client kill id ${id}`);
    await vi.waitUntil(() => session.prompt === 'not connected> ');
    expect(await run(session, 'set a 1')).toBe('lost');
    expect(output.takeComplaints()).toEqual(['Error: Server closed the connection']);
    expect(session.prompt).toBe('not connected> ');
  });

  test('SHUTDOWN has no reply, and that is well', async () => {
    const other = await startOracle();
    const { session, output } = open(other.port);
    expect(await run(session, 'shutdown')).toBe('done');
    expect(output.takeComplaints()).toEqual([]);
    expect(session.prompt).toBe('not connected> ');
    await other.stop();
  });

  test('an error fails only where it is to', async () => {
    const { session, output } = open(oracle().port, { failOnError: true });
    expect(await run(session, 'nosuch')).toBe('failed');
    expect(output.takeText()).toBe('');
    expect(output.takeComplaints()).toEqual([expect.stringMatching(/^ERR unknown command/)]);
  });
});

describeWithOracle(
  'a session with a password',
  (oracle) => {
    test('is authenticated, also when it asks aside', async () => {
      const { session, output } = open(oracle().port, { password: 'p@ss', database: 2 });
      await run(session, 'dbsize');
      expect(output.takeText()).toBe('(integer) 0\n');
      expect((await session.ask('ECHO', 'x'))?.type).toBe('$');
    });

    test('goes on without, and says so', async () => {
      const { session, output } = open(oracle().port, { password: 'wrong', protocol: 3, database: 2 });
      await run(session, 'dbsize');
      expect(output.takeText()).toBe('(error) NOAUTH Authentication required.\n');
      expect(output.takeComplaints()).toEqual([expect.stringMatching(/^AUTH failed: WRONGPASS /)]);
      await run(session, 'auth p@ss');
      expect(session.prompt).toContain('[2]');
    });

    test('HELLO without a password is refused', async () => {
      const { output, session } = open(oracle().port, { protocol: 3 });
      await session.connect();
      expect(output.takeComplaints()).toEqual([expect.stringMatching(/^HELLO 3 failed: NOAUTH /)]);
    });
  },
  ['--requirepass', 'p@ss'],
);
