import type { Context } from '../../context.ts';
import { bytesOfQuote } from '../../quoted-argument.ts';
import type { DebugAction } from './debug-action.ts';

/** DEBUG's actions for those who test a client's reading of replies. */
export const protocolActions: readonly DebugAction[] = [
  {
    name: 'protocol',
    usage: 'PROTOCOL <type>',
    summary:
      'Gives an example of: string, integer, double, bignum, null, array, set, map, attrib, push, verbatim, true, false.',
    argc: [3, 3],
    run(ctx) {
      const type = ctx.quoted(2).toLowerCase();
      if (Object.hasOwn(examples, type)) examples[type](ctx);
      else
        ctx.fail(`ERR Wrong protocol type name. Please use one of the following: ${Object.keys(examples).join('|')}`);
    },
  },
  {
    name: 'error',
    usage: 'ERROR <string>',
    summary: 'Answers with this error.',
    argc: [3, 3],
    run(ctx) {
      const bytes = bytesOfQuote(ctx.quoted(2));
      ctx.reply.errorBytes(bytes, 0, bytes.length);
    },
  },
];

const examples: Readonly<Record<string, (ctx: Context) => void>> = {
  string: ({ reply }) => reply.bulkText('Hello World'),
  integer: ({ reply }) => reply.integer(12345),
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: it is the number that Redis sends, not a circle's
  double: ({ reply }) => reply.double(3.141),
  bignum: ({ reply }) => reply.bigNumber('1234567999999999999999999999999999999'),
  null: ({ reply }) => reply.nullBulk(),
  array({ reply }) {
    reply.array(3);
    for (let i = 0; i < 3; i++) reply.integer(i);
  },
  set({ reply }) {
    reply.set(3);
    for (let i = 0; i < 3; i++) reply.integer(i);
  },
  map({ reply }) {
    reply.map(3);
    for (let i = 0; i < 3; i++) {
      reply.integer(i);
      reply.boolean(i === 1);
    }
  },
  attrib({ reply }) {
    if (reply.attribute(1)) {
      reply.bulkText('key-popularity');
      reply.array(2);
      reply.bulkText('key:123');
      reply.integer(90);
    }
    // Attributes belong to a reply, and are none by themselves.
    reply.bulkText('Some real reply following the attribute');
  },
  push(ctx) {
    const { reply } = ctx;
    if (reply.protocol === 2) {
      ctx.fail('ERR RESP2 is not supported by this command');
      return;
    }
    reply.push(2);
    reply.bulkText('server-cpu-usage');
    reply.integer(42);
    // A pushed message answers nothing, so the client still waits for this.
    reply.bulkText('Some real reply following the push reply');
  },
  verbatim: ({ reply }) => reply.verbatim('txt', 'This is a verbatim\nstring'),
  true: ({ reply }) => reply.boolean(true),
  false: ({ reply }) => reply.boolean(false),
};
