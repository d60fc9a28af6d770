import { REDIS_VERSION, RESPITE_VERSION } from '../version.ts';
import type { InfoSources } from './info-sources.ts';
import type { InfoLine, InfoSection } from './section.ts';

export const serverSection: InfoSection = {
  title: 'Server',
  shown: 'by default',
  lines(server) {
    const { clock, config, host, identity } = server;
    const uptime = Math.floor((clock.monotonic - identity.startedAtMonotonic) / 1000);
    return [
      ['redis_version', REDIS_VERSION],
      ['server_name', 'respite'],
      ['respite_version', RESPITE_VERSION],
      ['redis_git_sha1', '00000000'],
      ['redis_git_dirty', 0],
      ['redis_build_id', '0000000000000000'],
      ['redis_mode', 'standalone'],
      ['os', host.info.operatingSystem],
      ['arch_bits', 64],
      ['monotonic_clock', 'POSIX clock_gettime'],
      ['multiplexing_api', 'libuv'],
      ['runtime', host.info.runtime],
      ['process_id', host.info.processId],
      ['process_supervised', config.supervised === 'auto' ? 'no' : config.supervised],
      ['run_id', identity.runId],
      ['tcp_port', config.port || config.tlsPort],
      ['server_time_usec', clock.nowMicroseconds()],
      ['uptime_in_seconds', uptime],
      ['uptime_in_days', Math.floor(uptime / 86_400)],
      ['hz', config.hz],
      ['configured_hz', config.hz],
      ['lru_clock', Math.floor(clock.nowMs() / 1000) & 0xffffff],
      ['executable', host.info.executable],
      ['config_file', host.info.configFile],
      ['io_threads_active', 0],
      ...listeners(server),
    ];
  },
};

/** `listener0:name=tcp,bind=127.0.0.1,port=6379`; a Unix socket is always number 1, TLS number 2. */
function listeners({ config }: InfoSources): InfoLine[] {
  const addresses = config.bind.map((address) => `,bind=${address}`).join('');
  const lines: InfoLine[] = [];
  if (config.port !== 0) lines.push(['listener0', `name=tcp${addresses},port=${config.port}`]);
  if (config.unixsocket !== '') lines.push(['listener1', `name=unix,bind=${config.unixsocket}`]);
  if (config.tlsPort !== 0) lines.push(['listener2', `name=tls${addresses},port=${config.tlsPort}`]);
  return lines;
}
