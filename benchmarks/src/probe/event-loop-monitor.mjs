// node --import <this file> server.js, started with a channel for messages: watches the event loop from inside.
//
// A message begins the watch, the next one ends it and is answered with what was seen, in milliseconds:
//
//   turn      { max, p999 } of the time from one call of a timer of 1 ms to the next: how long turns of the loop took
//   cpu       the most that the process computed in one turn; what is more than this, others on the machine took
//   gc        the longest that garbage collection stopped the program
//
// The server itself knows nothing of it. The channel does not keep the process alive.
import { PerformanceObserver } from 'node:perf_hooks';

let gc = 0;
const collections = new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) gc = Math.max(gc, duration);
});
/** @type {(() => void) | undefined} */
let stop;

function watch() {
  /** @type {number[]} */
  const turns = [];
  let cpu = 0;
  let lastWall = performance.now();
  let lastCpu = computed();
  const timer = setInterval(() => {
    const nowWall = performance.now();
    const nowCpu = computed();
    const turn = nowWall - lastWall;
    turns.push(turn);
    // Helper threads count too: no turn computes longer than it takes.
    cpu = Math.max(cpu, Math.min(turn, nowCpu - lastCpu));
    lastWall = nowWall;
    lastCpu = nowCpu;
  }, 1);
  gc = 0;
  collections.observe({ entryTypes: ['gc'] });
  return () => {
    clearInterval(timer);
    // Collections are told to observers in a turn of their own.
    setImmediate(() => {
      collections.disconnect();
      turns.sort((a, b) => a - b);
      const [max, p999] = [1, 0.999].map((part) => turns[Math.max(0, Math.ceil(turns.length * part) - 1)]);
      process.send?.({ turn: { max, p999 }, cpu, gc });
    });
  };
}

/** CPU time of this process so far. */
function computed() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

process.on('message', () => {
  if (stop === undefined) stop = watch();
  else {
    stop();
    stop = undefined;
  }
});
process.channel?.unref();
