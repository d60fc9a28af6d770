import type { Config, Server } from '@respite/server';
import type { Log } from './log.ts';
import { messages } from './log-messages.ts';

/**
 * SIGTERM and SIGINT save and end the server; a second SIGINT, while it is ending, ends the process at once. SIGHUP, which comes when
 * the terminal is closed, changes nothing. On Windows the process goes with its window: there it is like SIGTERM, with some ten seconds
 * to save.
 */
export function endOnSignals(server: Server, config: Config, log: Log): void {
  let interrupted = false;
  const end = async (signal: 'SIGTERM' | 'SIGINT'): Promise<void> => {
    if (signal === 'SIGINT' && interrupted) {
      log(...messages.secondInterrupt());
      process.exit(1);
    }
    interrupted = signal === 'SIGINT';
    log(...messages.signal(signal, server.loading));
    const wanted = signal === 'SIGTERM' ? config.shutdownOnSigterm : config.shutdownOnSigint;
    const save = wanted.includes('nosave') ? false : wanted.includes('save') ? true : undefined;
    const force = wanted.includes('force');
    const failure = await server.shutdown({ save, now: wanted.includes('now'), force, client: undefined });
    // It goes on: the next SIGINT asks again, and does not insist.
    if (failure !== '') interrupted = false;
  };
  process.on('SIGTERM', () => void end('SIGTERM'));
  process.on('SIGINT', () => void end('SIGINT'));
  process.on('SIGHUP', () => {
    if (process.platform === 'win32') void end('SIGTERM');
  });
}
