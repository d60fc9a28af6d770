import { Config, type ConfigInput } from '../config/config.ts';
import { Server, type Surroundings } from './server.ts';

/** Any directive of the configuration file as a property (`maxmemory: '100mb'`), and what the process does for the server. */
export type ServerOptions = ConfigInput & Surroundings;

const surroundingNames = [
  'snapshots',
  'log',
  'time',
  'random',
  'configFile',
  'rewriteConfig',
  'commandNames',
  'users',
] as const;

/**
 * Starts a server inside this process and resolves when clients can connect and all data is loaded. Clients that know the port may
 * connect before; they get the error LOADING for commands that need the data.
 *
 * Unlike the daemon it listens on this machine's own addresses only, unless asked for others with `bind`, and keeps nothing on disk:
 * for that give `dir`, and where wanted `save` and `dbfilename`.
 *
 * @example
 * const server = await createServer({ port: 0 });
 * console.log(server.address); // { address: '127.0.0.1', family: 'IPv4', port: 50123 }
 * await server.close();
 *
 * @throws RangeError a directive's value is refused
 * @throws UsersError the users cannot be made
 * @throws ListenError the address is taken or cannot be had
 * @throws SnapshotError the snapshot is damaged; it stays as it is
 * @throws LoadCancelledError a client sent SHUTDOWN before all was loaded
 */
export async function createServer(options: ServerOptions = {}): Promise<Server> {
  const surroundings: Surroundings = {
    anyPort: true,
    snapshots: options.dir !== undefined || options.save !== undefined || options.dbfilename !== undefined,
  };
  const values: Record<string, unknown> = { save: '', bind: ['127.0.0.1', '-::1'], ...options };
  for (const name of surroundingNames) {
    if (values[name] !== undefined) Object.assign(surroundings, { [name]: values[name] });
    delete values[name];
  }
  const server = new Server(new Config({ values: values as ConfigInput }), surroundings);
  await server.open();
  return server;
}
