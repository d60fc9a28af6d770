import { defineCommand } from '../../define-command.ts';
import { tooManyArguments } from './too-many-arguments.ts';

const BITS = 256;
const BITS_MAX = 4096;

export const aclGenPass = defineCommand({
  name: 'ACL|GENPASS',
  group: 'server',
  since: '6.0.0',
  arity: -2,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Makes up a secure password as hexadecimal digits.',
  syntax: '[bits:integer]',
  execute(ctx) {
    if (ctx.argc > 3) return tooManyArguments(ctx);
    const bits = ctx.argc === 3 ? ctx.integer(2) : BITS;
    if (bits <= 0 || bits > BITS_MAX) {
      ctx.fail(
        'ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to ' +
          `${BITS_MAX}`,
      );
      return;
    }
    const bytes = new Uint8Array(BITS_MAX / 8);
    ctx.server.host.fillWithSecrets(bytes);
    let password = '';
    for (const byte of bytes) password += byte.toString(16).padStart(2, '0');
    ctx.reply.bulkText(password.slice(0, Math.ceil(bits / 4)));
  },
});
