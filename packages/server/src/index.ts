export * from './config/index.ts';
export { Core, type CoreOptions } from './core.ts';
export { CommandNames } from './dispatch/command-names.ts';
export { createServer, type ServerOptions } from './net/create-server.ts';
export { ListenError } from './net/listener.ts';
export { type Log, Server, type Surroundings } from './net/server.ts';
export { TlsSettingsError } from './net/tls-settings.ts';
export type { LoadSummary, SnapshotControl } from './persistence/snapshot-control.ts';
export { REDIS_VERSION, RESPITE_VERSION } from './version.ts';
