// A well-behaved client in a thread of its own, so that what it measures is the server and not the tests: writes and reads a key all the
// time. Answers each message with what the slowest answer took since the last one; ends after the message 'stop'.

import { once } from 'node:events';
import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** An answer that takes longer is none. */
const LIMIT_MS = 30_000;

const { port, key } = workerData;
let slowestMs = 0;
let answers = 0;
let stopped = false;
/** @type {string | undefined} */
let failure;
let asked = performance.now();

parentPort?.on('message', (message) => {
  // An answer that is still awaited counts as well.
  parentPort?.postMessage({ slowestMs: Math.max(slowestMs, performance.now() - asked), answers, failure });
  slowestMs = 0;
  if (message === 'stop') {
    stopped = true;
    parentPort?.close();
  }
});

const socket = connect({ port, host: '127.0.0.1', noDelay: true });
socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error(`no answer for ${LIMIT_MS} ms`)));
let received = '';
socket.on('data', (chunk) => {
  received += chunk;
});

/** @param {string} command @param {string} wanted */
async function ask(command, wanted) {
  asked = performance.now();
  received = '';
  socket.write(command);
  while (received.length < wanted.length) await once(socket, 'data');
  slowestMs = Math.max(slowestMs, performance.now() - asked);
  answers++;
  if (received !== wanted) throw new Error(`${command.trim()} was answered ${received.trim()}`);
}

try {
  await once(socket, 'connect');
  for (let i = 0; !stopped; i++) {
    const value = `value-${i}`;
    await ask(`SET ${key} ${value}\r\n`, '+OK\r\n');
    await ask(`GET ${key}\r\n`, `$${value.length}\r\n${value}\r\n`);
    // tidy-allow(sleep): it is to measure the server, not to load it
    await new Promise((resolve) => setTimeout(resolve, 1));
    asked = performance.now();
  }
} catch (error) {
  failure = `the well-behaved client: ${error instanceof Error ? error.message : error}`;
}
socket.destroy();
