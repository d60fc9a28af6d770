// npm start [-- flags]: installs, builds, and becomes the server.
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build-app.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
const bundle = await ensureBuilt('server');

// One Ctrl-C reaches us twice under npm: the terminal sends SIGINT to the whole process group, and npm, being part of
// it, sends us another. The server takes a second SIGINT for a person who insists and exits without saving, so npm's
// copy is kept from it. A third one goes through.
if (process.env.npm_lifecycle_event === 'start') {
  const emit = process.emit;
  let interrupts = 0;
  /** @param {any[]} event */
  process.emit = function (...event) {
    if (event[0] === 'SIGINT' && ++interrupts === 2) return true;
    return Reflect.apply(emit, this, event);
  };
}

// The server runs in this very process, so that signals and the exit code need nobody to pass them on.
process.argv = [process.execPath, bundle, ...process.argv.slice(2)];
await import(pathToFileURL(bundle).href);
