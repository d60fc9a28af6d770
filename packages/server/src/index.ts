export { Config, type ConfigInput } from './config/config.ts';
export { ConfigFileError } from './config/config-file-error.ts';
export { ConfigLoader, type ConfigSource } from './config/load-config.ts';
export { Core, type CoreOptions } from './core.ts';
export { createServer, type ServerOptions } from './create-server.ts';
export { ListenError } from './net/listener.ts';
export { type Log, Server, type Surroundings } from './server.ts';
