import { TestServer } from '../../test/in-process.ts';
import { type CommandSpec, defineCommand } from '../commands/define-command.ts';
import type { ConfigInput } from '../config/config.ts';

/** A server with two commands that take as many milliseconds as their first argument says; the second is one that should be fast. */
export function serverWithSlowCommands(values: ConfigInput = {}): TestServer {
  const take = (name: string, flags: string): CommandSpec =>
    defineCommand({
      name,
      group: 'server',
      since: '1.0.0',
      arity: -2,
      flags,
      complexity: 'O(1)',
      summary: 'Takes its time.',
      syntax: 'milliseconds:integer [more...]',
      execute(ctx) {
        server.clock.advance(ctx.integer(1));
        ctx.reply.ok();
      },
    });
  const server = new TestServer(values, [take('TAKE', 'admin'), take('TAKE.FAST', 'fast')]);
  return server;
}
