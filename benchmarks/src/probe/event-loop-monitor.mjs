// node --import <this file> server.js, started with a channel for messages: watches the event loop from inside.
//
// A message begins the watch, the next one ends it and is answered with what was seen:
//
//   turnMs   how long turns of the event loop took: by how much a timer of 1 ms came late, its millisecond included
//   gcMs     the longest that garbage collection stopped the program
//
// The server itself knows nothing of it. The channel does not keep the process alive.
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
let gcMs = 0;
const collections = new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) gcMs = Math.max(gcMs, duration);
});
let watching = false;

process.on('message', () => {
  if (!watching) {
    watching = true;
    gcMs = 0;
    collections.observe({ entryTypes: ['gc'] });
    delay.reset();
    delay.enable();
    return;
  }
  watching = false;
  delay.disable();
  // Collections are told to observers in a turn of their own.
  setImmediate(() => {
    collections.disconnect();
    process.send?.({ turnMs: { max: delay.max / 1e6, p999: delay.percentile(99.9) / 1e6 }, gcMs });
  });
});
process.channel?.unref();
