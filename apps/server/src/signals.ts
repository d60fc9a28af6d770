import type { Config, Server } from '@respite/server';
import type { Log } from './log.ts';
import { messages } from './log-messages.ts';

/** SIGTERM and SIGINT save and end the server; a second SIGINT ends the process at once. */
export function endOnSignals(server: Server, config: Config, log: Log): void {
  let interrupted = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (signal === 'SIGINT' && interrupted) {
        log(...messages.secondInterrupt());
        process.exit(1);
      }
      interrupted = signal === 'SIGINT';
      log(...messages.signal(signal, server.loading));
      const wanted = signal === 'SIGTERM' ? config.shutdownOnSigterm : config.shutdownOnSigint;
      const save = wanted.includes('nosave') ? false : wanted.includes('save') ? true : undefined;
      const force = wanted.includes('force');
      void server.shutdown({ save, now: wanted.includes('now'), force, client: undefined });
    });
  }
}
