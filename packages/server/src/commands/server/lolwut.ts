import { REDIS_VERSION, RESPITE_VERSION } from '../../version.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';

const COLUMNS = 64;
const ROWS = 12;
/** From the deep to the foam. */
const SHADES = ' .:-=+*#@';

export const lolwut = defineCommand({
  name: 'LOLWUT',
  group: 'server',
  since: '5.0.0',
  arity: -1,
  flags: 'readonly fast',
  complexity: 'O(N), N = characters drawn',
  summary: 'Draws a piece of computer art and tells the version.',
  syntax: '[VERSION version:integer]',
  execute(ctx) {
    if (ctx.argc >= 3 && ctx.is(1, 'version')) ctx.integer(2, errors.notAnInteger);
    const versions = `Respite ver. ${RESPITE_VERSION}, as Redis ver. ${REDIS_VERSION}\n`;
    ctx.reply.verbatim('txt', `${seaAtRest(ctx.server.random)}\n${versions}`);
  },
});

/** A few waves of random length and direction, laid over each other; the sum is the shade. */
function seaAtRest(random: () => number): string {
  const waves = Array.from({ length: 4 }, () => ({
    across: (random() - 0.5) * 0.5,
    down: 0.2 + random() * 0.6,
    phase: random() * 2 * Math.PI,
  }));
  let picture = '';
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      let height = 0;
      for (const { across, down, phase } of waves) height += Math.sin(column * across + row * down + phase);
      picture += SHADES[Math.floor(((height / waves.length + 1) / 2) * (SHADES.length - 0.001))];
    }
    picture += '\n';
  }
  return picture;
}
