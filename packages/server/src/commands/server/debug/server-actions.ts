import { globMatches } from '@respite/bytes';
import { parseMemory } from '../../../config/memory-units.ts';
import type { Client } from '../../../session/client.ts';
import { clientBytes } from '../../../session/client-memory.ts';
import type { Context } from '../../context.ts';
import { PACKED_THRESHOLD, REPLY_PEAK_RESET_MS } from '../../debug-settings.ts';
import { type DebugAction, leadingInteger } from './debug-action.ts';

/** Just below 4 GiB: the largest element that a list can hold has a header too. */
const PACKED_THRESHOLD_MAX = 2n ** 32n - 2n ** 20n;

/** DEBUG's actions on the server as a whole, and its switches. */
export const serverActions: readonly DebugAction[] = [
  {
    name: 'sleep',
    usage: 'SLEEP <seconds>',
    summary: 'Stands still for so long, and all clients with it.',
    argc: [3, 3],
    run(ctx) {
      const { source } = ctx.server.clock;
      const seconds = Number.parseFloat(ctx.quoted(2)) || 0;
      if (seconds > 0) {
        if (source.sleep === undefined) {
          ctx.fail("ERR this server's clock is not one that it could sleep by");
          return;
        }
        source.sleep(seconds * 1000);
      }
      ctx.reply.ok();
    },
  },
  {
    name: 'log',
    usage: 'LOG <message>',
    summary: 'Writes a line to the log.',
    argc: [3, 3],
    run(ctx) {
      ctx.server.host.log('warning', `DEBUG LOG: ${ctx.text(2)}`);
      ctx.reply.ok();
    },
  },
  {
    name: 'reload',
    usage: 'RELOAD [NOSAVE]',
    summary: 'Saves the data, empties the server, and loads the data again; or loads what was saved before.',
    argc: [2],
    run: reload,
  },
  {
    name: 'loadaof',
    usage: 'LOADAOF',
    summary: 'Empties the server and loads the append-only file.',
    argc: [2],
    run(ctx) {
      ctx.fail('ERR There is no append-only file to load');
    },
  },
  {
    name: 'change-repl-id',
    usage: 'CHANGE-REPL-ID',
    summary: 'Begins a new history of the data, so that replicas must fetch all of it.',
    argc: [2, 2],
    run(ctx) {
      ctx.server.host.log('notice', 'Changing replication IDs after receiving DEBUG change-repl-id');
      ctx.server.identity.changeReplicationId();
      ctx.reply.ok();
    },
  },
  {
    name: 'config-rewrite-force-all',
    usage: 'CONFIG-REWRITE-FORCE-ALL',
    summary: 'Writes every setting to the configuration file, also those that have their default.',
    argc: [2, 2],
    run(ctx) {
      const reason = ctx.server.host.rewriteConfig(true);
      if (reason === undefined) ctx.reply.ok();
      else ctx.fail(`ERR CONFIG-REWRITE-FORCE-ALL failed: ${reason}`);
    },
  },
  {
    name: 'stringmatch-test',
    usage: 'STRINGMATCH-TEST',
    summary: 'Matches random patterns with random texts.',
    argc: [2, 2],
    run(ctx) {
      matchAtRandom(ctx.server.random);
      ctx.reply.simple('Apparently Respite did not crash: test passed');
    },
  },
  {
    name: 'client-eviction',
    usage: 'CLIENT-EVICTION',
    summary: 'Tells how many clients take how much memory (maxmemory-clients).',
    argc: [2, 2],
    run(ctx) {
      if (ctx.server.config.maxmemoryClients === 0) ctx.fail('ERR maxmemory-clients is disabled.');
      else ctx.reply.verbatim('txt', clientSizes(ctx.server.clients));
    },
  },
  toggle('set-active-expire', '<0|1>', 'Whether keys expire before somebody asks for them.', (ctx, on) => {
    ctx.server.debug.activeExpire = on;
  }),
  toggle('pause-cron', '<0|1>', 'Whether background jobs stand still.', (ctx, on) => {
    ctx.server.debug.cronPaused = on;
  }),
  toggle('set-disable-deny-scripts', '<0|1>', 'Whether scripts may run every command.', (ctx, on) => {
    ctx.server.debug.scriptsMayAll = on;
  }),
  toggle('set-skip-checksum-validation', '<0|1>', 'Whether checksums of saved data are not looked at.', (ctx, on) => {
    ctx.server.debug.skipChecksums = on;
  }),
  {
    name: 'aof-flush-sleep',
    usage: 'AOF-FLUSH-SLEEP <microsec>',
    summary: 'Waits before each write of the append-only file.',
    argc: [3, 3],
    run(ctx) {
      ctx.server.debug.appendOnlyFileDelay = leadingInteger(ctx, 2);
      ctx.reply.ok();
    },
  },
  {
    name: 'quicklist-packed-threshold',
    usage: 'QUICKLIST-PACKED-THRESHOLD <size>',
    summary: 'List elements from this size on have a node of their own; 0 for the default of 1gb.',
    argc: [3, 3],
    run(ctx) {
      const size = parseMemory(ctx.quoted(2));
      if (size === undefined || size > PACKED_THRESHOLD_MAX) {
        ctx.fail('ERR argument must be a memory value bigger than 1 and smaller than 4gb');
        return;
      }
      ctx.server.debug.packedThreshold = size === 0n ? PACKED_THRESHOLD : Number(size);
      ctx.reply.ok();
    },
  },
  {
    name: 'replybuffer',
    usage: 'REPLYBUFFER <PEAK-RESET-TIME <NEVER|RESET|time> | RESIZING <0|1>>',
    summary:
      'After how many milliseconds the largest reply of a client is forgotten; whether buffers of replies shrink.',
    argc: [4, 4],
    run(ctx) {
      const { debug } = ctx.server;
      if (ctx.is(2, 'peak-reset-time')) {
        if (ctx.is(3, 'never')) debug.replyPeakResetMs = Number.POSITIVE_INFINITY;
        else debug.replyPeakResetMs = ctx.is(3, 'reset') ? REPLY_PEAK_RESET_MS : ctx.integer(3);
      } else if (ctx.is(2, 'resizing')) {
        debug.replyBufferResizing = leadingInteger(ctx, 3) !== 0;
      } else {
        ctx.failQuoting(unknownAction(ctx));
        return;
      }
      ctx.reply.ok();
    },
  },
];

/** @returns the error for an action that there is not, each character a byte */
export function unknownAction(ctx: Context): string {
  return `ERR unknown subcommand or wrong number of arguments for '${ctx.quoted(1, 128)}'. Try DEBUG HELP.`;
}

function toggle(name: string, values: string, summary: string, set: (ctx: Context, on: boolean) => void): DebugAction {
  return {
    name,
    usage: `${name.toUpperCase()} ${values}`,
    summary,
    argc: [3, 3],
    run(ctx) {
      set(ctx, leadingInteger(ctx, 2) !== 0);
      ctx.reply.ok();
    },
  };
}

function reload(ctx: Context): void {
  const { host } = ctx.server;
  let saves = true;
  for (let i = 2; i < ctx.argc; i++) {
    if (!ctx.is(i, 'nosave')) {
      ctx.fail('ERR DEBUG RELOAD only supports the NOSAVE option.');
      return;
    }
    saves = false;
  }
  if (host.persistence === undefined) {
    ctx.fail('ERR This server keeps its data in memory only');
    return;
  }
  try {
    if (saves) host.persistence.save();
    host.persistence.reload();
  } catch (error) {
    host.log('warning', `DEBUG RELOAD: ${error instanceof Error ? error.message : error}`);
    ctx.fail('ERR Error trying to load the RDB dump, check server logs.');
    return;
  }
  host.log('notice', 'DB reloaded by DEBUG RELOAD');
  ctx.reply.ok();
}

/** Clients below 32 KiB are counted together, as are those from 4 GiB on. */
const SMALLEST_LOG = 15;
const LARGEST_LOG = 32;

/** `bucket      32768 -      65535: tot-mem:      40960, clients: 1`, for each power of two. */
function clientSizes(clients: Iterable<Client>): string {
  const classes = Array.from({ length: LARGEST_LOG - SMALLEST_LOG + 2 }, () => ({ bytes: 0, clients: 0 }));
  for (const client of clients) {
    const bytes = clientBytes(client);
    const log = Math.floor(Math.log2(bytes));
    const sizeClass = classes[Math.min(Math.max(log - SMALLEST_LOG + 1, 0), classes.length - 1)];
    sizeClass.bytes += bytes;
    sizeClass.clients++;
  }
  const lines = classes.map(({ bytes, clients: count }, i) => {
    const from = i === 0 ? 0 : 2 ** (SMALLEST_LOG + i - 1);
    const to = i === classes.length - 1 ? '+'.padEnd(13) : ` - ${String(2 ** (SMALLEST_LOG + i) - 1).padStart(10)}`;
    return `bucket ${String(from).padStart(10)}${to}: tot-mem: ${String(bytes).padStart(10)}, clients: ${count}\n`;
  });
  return lines.join('');
}

function matchAtRandom(random: () => number): void {
  const letters = new TextEncoder().encode('ab*?[^-]\\');
  const bytesOf = (most: number): Uint8Array =>
    Uint8Array.from({ length: Math.floor(random() * most) }, () => letters[Math.floor(random() * letters.length)]);
  for (let i = 0; i < 20_000; i++) {
    const pattern = bytesOf(10);
    const text = bytesOf(20);
    globMatches(pattern, 0, pattern.length, text, 0, text.length, random() < 0.5);
  }
}
