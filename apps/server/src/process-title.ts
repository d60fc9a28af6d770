import { type Config, expandProcessTitle } from '@respite/server';

/** Shows the server in the list of processes as `proc-title-template` says, if `set-proc-title` wants that. */
export function showProcessTitle(config: Config, configFile: string): void {
  if (!config.setProcTitle) return;
  const address = config.bind[0]?.replace(/^-/, '') ?? '*';
  const title = expandProcessTitle(config.procTitleTemplate, {
    title: 'respite-server',
    'listen-addr': `${address}:${config.port || config.tlsPort}`,
    'server-mode': '',
    'config-file': configFile === '' ? '-' : configFile,
    port: String(config.port),
    'tls-port': String(config.tlsPort),
    unixsocket: config.unixsocket,
  });
  if (title !== undefined) process.title = title;
}
