import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findOracle, startOracle } from './oracle.ts';
import { describeWithOracle, planForOracle } from './oracle-suite.ts';
import { RawConnection } from './raw-connection.ts';
import { Transcript } from './transcript.ts';

describe('finding it', () => {
  test('a PATH without it is no oracle, and says so', () => {
    expect(findOracle({ PATH: '' })).toEqual({ found: false, reason: 'no redis-server on PATH' });
  });

  test('RESPITE_ORACLE names the program, or that there shall be none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'respite-test-'));
    const program = join(folder, 'valkey-server');
    writeFileSync(program, '');
    chmodSync(program, 0o755);
    expect(findOracle({ RESPITE_ORACLE: program })).toEqual({ found: true, program });
    rmSync(folder, { recursive: true });
    expect(findOracle({ RESPITE_ORACLE: program })).toMatchObject({ found: false });
    expect(findOracle({ RESPITE_ORACLE: 'none' })).toEqual({ found: false, reason: 'RESPITE_ORACLE=none' });
  });

  test('a missing oracle fails in CI and skips elsewhere, always with the reason', () => {
    const missing = { found: false, reason: 'why' } as const;
    expect(planForOracle(missing, { CI: 'true' })).toEqual({ do: 'fail', reason: 'why' });
    expect(planForOracle(missing, {})).toEqual({ do: 'skip', reason: 'why' });
    expect(planForOracle(missing, { CI: 'false' })).toEqual({ do: 'skip', reason: 'why' });
    expect(planForOracle(missing, { CI: 'true', RESPITE_ORACLE: 'none' })).toEqual({ do: 'skip', reason: 'why' });
    expect(planForOracle({ found: true, program: 'x' }, { CI: 'true' })).toEqual({ do: 'run' });
  });
});

describeWithOracle('a running oracle', (oracle) => {
  test('answers a transcript', async () => {
    const connection = await oracle().connect();
    const t = new Transcript(connection);
    await t.says('SET', 'a', '1').ok();
    await t.says('INCR', 'a').int(2);
    await t.says('GET', 'a').bulk('2');
    await t.says('GET', 'b').nil();
    await t.says('LPUSH', 'a', 'x').error('WRONGTYPE Operation against a key holding the wrong kind of value');
    await t.says('MGET', 'a', 'b').array(['2', null]);
    await t.sends('PING\r\n').simple('PONG');
    await connection.close();
  });

  test('knows its version', () => {
    expect(oracle().version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('runs once more beside itself with flags of its own, and is gone when stopped', async () => {
    const other = await startOracle(['--databases', '3']);
    expect(other.port).not.toBe(oracle().port);
    const t = new Transcript(await other.connect());
    await t.says('SELECT', '3').error('ERR DB index is out of range');
    await other.stop();
    await expect(RawConnection.open(other.port)).rejects.toThrow(/ECONNREFUSED/);
  });

  test('says why it does not start', async () => {
    await expect(startOracle(['--no-such-directive', 'x'])).rejects.toThrow(/no-such-directive/);
  });
});
