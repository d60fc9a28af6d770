import type { Timers } from '../background/ticker.ts';

export const nodeTimers: Timers = {
  every(milliseconds, callback) {
    const timer = setInterval(callback, milliseconds);
    timer.unref();
    return () => clearInterval(timer);
  },
};
