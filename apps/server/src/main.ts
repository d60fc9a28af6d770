import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  bytesOfText,
  CommandNames,
  Config,
  ConfigFileError,
  ConfigLoader,
  DeclaredUsers,
  type Directive,
  type DirectiveName,
  directives,
  findDirective,
  ListenError,
  LoadCancelledError,
  type LoadedLine,
  REDIS_VERSION,
  RESPITE_VERSION,
  Server,
  TlsSettingsError,
  type UserDeclaration,
  UsersError,
} from '@respite/server';
import {
  includedFrom,
  logFileWriter,
  readConfigFile,
  readStandardInput,
  resolveDirectory,
  rewriteConfigOnDisk,
} from './config-files.ts';
import { detach, goesToBackground, isDetached, PID_FILE_IN_BACKGROUND } from './detach.ts';
import { type Invocation, parseFlags } from './flags.ts';
import { helpText, versionText } from './help.ts';
import { garbageCollector, IdleCollection } from './idle-collection.ts';
import { createLog } from './log.ts';
import { messages } from './log-messages.ts';
import { showProcessTitle } from './process-title.ts';
import { SettingsWithoutEffect } from './settings-without-effect.ts';
import { endOnSignals } from './signals.ts';
import { systemErrorText } from './system-error-text.ts';
import { keepYoungGenerationSmall } from './young-generation.ts';

const PROGRAM = 'respite-server';

type Log = ReturnType<typeof createLog>;
type Run = Extract<Invocation, { action: 'run' }>;

function main(): void {
  const invocation = parseFlags(process.argv.slice(2));
  switch (invocation.action) {
    case 'version':
      process.stdout.write(
        versionText({ version: RESPITE_VERSION, redisVersion: REDIS_VERSION, nodeVersion: process.versions.node }),
      );
      break;
    case 'help':
      process.stdout.write(helpText(PROGRAM));
      break;
    case 'refuse':
      process.stderr.write(`${invocation.reason}\n`);
      process.exitCode = 1;
      break;
    case 'run':
      run(invocation).catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        process.exit(1);
      });
  }
}

async function run(invocation: Run): Promise<void> {
  keepYoungGenerationSmall();
  const { config, commandNames, users, modules, standardInput } = loadConfig(invocation);
  if (goesToBackground(config, process.env)) {
    await detach(bytesOfText(standardInput));
    return;
  }
  const write = config.logfile === '' ? standardOutputWriter() : openLogFile(config.logfile);
  const log = createLog({
    processId: process.pid,
    role: () => 'M',
    threshold: () => config.loglevel,
    now: () => new Date(),
    write,
  });
  log(...messages.starting());
  log(...messages.version(RESPITE_VERSION, process.pid));
  const configFile = invocation.configFile === undefined ? '' : resolve(invocation.configFile);
  if (configFile === '' && invocation.options === '') log(...messages.noConfigFile(PROGRAM));
  else log(...messages.configLoaded());
  tellOfSettingsWithoutEffect(config, modules, log);

  const server: Server = new Server(config, {
    log,
    configFile,
    commandNames,
    users,
    snapshots: true,
    rewriteConfig: (everything = false) =>
      configFile === ''
        ? 'The server is running without a config file'
        : rewriteConfigOnDisk(configFile, config, { forceAll: everything, users: server.userDeclarations }),
  });
  log(...messages.runningMode(config.port || config.tlsPort));
  const pidFile = config.pidfile === '' && isDetached ? PID_FILE_IN_BACKGROUND : config.pidfile;
  if (pidFile !== '') writePidFile(pidFile, log);
  server.on('close', () => {
    if (pidFile !== '') {
      log(...messages.removingPidFile());
      rmSync(pidFile, { force: true });
    }
    log(...messages.bye());
    process.exit(0);
  });
  endOnSignals(server, config, log);
  collectWhenIdle(server);
  showProcessTitle(config, configFile);
  config.onChange(['proc-title-template'], () => {
    showProcessTitle(config, configFile);
    return undefined;
  });

  try {
    server.configureTls();
  } catch (error) {
    if (!(error instanceof TlsSettingsError)) throw error;
    log('warning', error.message);
    log(...messages.tlsFailed());
    process.exit(1);
  }
  if (config.port === 0 && config.tlsPort === 0 && config.unixsocket === '') {
    log(...messages.listensNowhere());
    process.exit(1);
  }
  try {
    server.loadUsers();
  } catch (error) {
    if (!(error instanceof UsersError)) throw error;
    for (const reason of error.reasons) log('warning', reason);
    process.exit(1);
  }
  try {
    await server.listen();
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    log('warning', `Warning: ${error.message}`);
    const transport = error.port === 0 ? 'unix' : error.port === config.port ? 'tcp' : 'tls';
    log(...messages.failedListening(error.port, transport));
    process.exit(1);
  }
  log(...messages.initialized(process.pid));
  try {
    const loaded = await server.load();
    if (loaded !== undefined) log(...messages.loaded(loaded.seconds));
  } catch (error) {
    if (error instanceof LoadCancelledError) return;
    log(...messages.loadFailed(error instanceof Error ? error.message : String(error)));
    process.exit(1);
  }
  if (config.port !== 0) log(...messages.ready('tcp'));
  if (config.unixsocket !== '') log(...messages.ready('unix'));
  if (config.tlsPort !== 0) log(...messages.ready('tls'));
}

/** Once a second: is there garbage, and time to collect it? Not while data is loaded: that is work, though not by commands. */
function collectWhenIdle(server: Server): void {
  const collect = garbageCollector();
  if (collect === undefined) return;
  const collection = new IdleCollection(collect, () => performance.now());
  const { counters, store } = server.core;
  const measure = () => {
    const { heapUsed, external } = process.memoryUsage();
    const { segments, heldBytes } = store;
    // The data: whole segments, of which only a part may be touched, and what lies outside of them.
    let data = heldBytes - segments.touchedBytes;
    for (let i = 0; i < segments.segmentCount; i++) data += segments.bytes[i].length;
    return { bytes: heapUsed + external - data, commands: counters.commandsProcessed };
  };
  setInterval(() => {
    if (!server.loading) collection.look(measure);
  }, 1000).unref();
}

/** The configuration of file, standard input and flags; a fault in it ends the process with 1, as in Redis. */
function loadConfig(invocation: Run): {
  config: Config;
  commandNames: CommandNames;
  users: readonly UserDeclaration[];
  modules: readonly LoadedLine[];
  /** What was read of it. */
  standardInput: string;
} {
  const config = new Config({ resolveDirectory });
  const commandNames = new CommandNames();
  const users = new DeclaredUsers();
  const loader = new ConfigLoader(config, includedFrom(config));
  let standardInput = '';
  try {
    config.assign(findDirective('dir') as Directive, ['.']);
    if (invocation.configFile !== undefined) loader.load(readConfigFile(invocation.configFile));
    if (invocation.readsStandardInput) {
      const source = readStandardInput();
      standardInput = source.text;
      loader.load(source);
    }
    loader.load({ name: 'command line', text: invocation.options });
    for (const { args, refuse } of loader.renamedCommands) {
      const reason = commandNames.rename(args[0], args[1]);
      if (reason !== undefined) throw refuse(reason);
    }
    for (const { args, refuse } of loader.users) {
      const reason = users.add(args);
      if (reason !== undefined) throw refuse(reason);
    }
  } catch (error) {
    endWithConfigError(error);
  }
  return { config, commandNames, users: users.declarations, modules: loader.modules, standardInput };
}

function tellOfSettingsWithoutEffect(config: Config, modules: readonly LoadedLine[], log: Log): void {
  const settings = new SettingsWithoutEffect(config, log);
  settings.tell(modules);
  const idle = directives.filter(({ effect }) => effect !== 'full').map(({ name }) => name as DirectiveName);
  config.onChange(idle, () => {
    settings.tell();
    return undefined;
  });
}

/** Whoever reads the log may go, and the terminal may be closed: that ends the log, not the server. */
function standardOutputWriter(): (text: string) => void {
  process.stdout.on('error', () => {});
  return (text) => void process.stdout.write(text);
}

function openLogFile(path: string): (text: string) => void {
  try {
    return logFileWriter(path);
  } catch (error) {
    endWithConfigError(error);
  }
}

function endWithConfigError(error: unknown): never {
  if (!(error instanceof ConfigFileError)) throw error;
  process.stderr.write(error.report(`Respite ${RESPITE_VERSION}`));
  process.exit(1);
}

function writePidFile(path: string, log: Log): void {
  try {
    writeFileSync(path, `${process.pid}\n`);
  } catch (error) {
    log(...messages.pidFileFailed(systemErrorText(error)));
  }
}

main();
