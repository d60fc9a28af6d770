import { once } from 'node:events';
import type { Config } from '@respite/server';

/** Tells the process that stays that it is the one. */
const MARK = 'RESPITE_DETACHED';

/** Where the process id of a server in the background goes when no `pidfile` is given; as in Redis, nobody minds if it cannot. */
export const PID_FILE_IN_BACKGROUND = '/var/run/redis.pid';

/** Whether this process runs in the background, having been started there by `detach`. */
export const isDetached = process.env[MARK] !== undefined;
delete process.env[MARK];

/** Whether `daemonize` asks for the background. A server that somebody supervises stays where it can be seen. */
export function goesToBackground({ daemonize, supervised }: Config, env: NodeJS.ProcessEnv): boolean {
  if (!daemonize || isDetached) return false;
  const isSupervised = env.NOTIFY_SOCKET !== undefined || env.UPSTART_JOB !== undefined;
  return supervised === 'no' || (supervised === 'auto' && !isSupervised);
}

/**
 * Starts the same program once more with the same arguments, without a terminal and in a session of its own. Node cannot fork, so
 * this takes the place of it; the process that called may end.
 *
 * @param standardInput what was read of it, for the other process to read again
 */
export async function detach(standardInput: Uint8Array): Promise<void> {
  // Loaded here: it would make every other start slower.
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env: { ...process.env, [MARK]: '1' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  });
  await once(child, 'spawn');
  child.unref();
  child.stdin.end(standardInput);
  // It may have ended without reading: then its log says why.
  await once(child.stdin, 'close').catch(() => {});
}
