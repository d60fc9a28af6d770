import { readFileSync } from 'node:fs';
import { Config, ConfigFileError, ConfigLoader, Server } from '@respite/server';

function log(_level: string, message: string): void {
  process.stdout.write(`${process.pid}:M ${new Date().toISOString()} * ${message}\n`);
}

const args = process.argv.slice(2);
const file = args.length > 0 && !args[0].startsWith('--') ? args.shift() : undefined;
let flags = '';
for (const arg of args) flags += arg.startsWith('--') ? `\n${arg.slice(2)}` : ` "${arg.replaceAll('"', '\\"')}"`;
const config = new Config();
const loader = new ConfigLoader(config, () => []);
try {
  if (file !== undefined) loader.load({ name: file, text: readFileSync(file, 'utf8') });
  loader.load({ name: 'command line', text: flags });
} catch (error) {
  if (!(error instanceof ConfigFileError)) throw error;
  process.stderr.write(`*** FATAL CONFIG FILE ERROR (Respite) ***\n${error.message}\n`);
  process.exit(1);
}
const server = new Server(config, { log });
log('notice', `PID: ${process.pid} Server initialized`);
try {
  await server.open();
  log('notice', 'Ready to accept connections tcp');
} catch (error) {
  log('warning', (error as Error).message);
  log('warning', `Failed listening on port ${config.port} (tcp), aborting.`);
  process.exit(1);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => void server.close().then(() => process.exit(0)));
}
server.on('close', () => process.exit(0));
