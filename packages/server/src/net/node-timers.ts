import type { Timers } from '../background/ticker.ts';
import type { Host } from '../commands/host.ts';

/** What a timer of Node can wait for at most; a longer one would ring at once. */
const LONGEST_MS = 2 ** 31 - 1;

export const nodeTimers: Timers & Pick<Host, 'after'> = {
  every(milliseconds, callback) {
    const timer = setInterval(callback, milliseconds);
    timer.unref();
    return () => clearInterval(timer);
  },
  after(milliseconds, callback) {
    const timer = setTimeout(callback, Math.min(Math.ceil(milliseconds), LONGEST_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
