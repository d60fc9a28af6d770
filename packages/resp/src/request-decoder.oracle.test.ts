import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { READY } from './chunked-input.ts';
import { authenticatedLimits, unauthenticatedLimits } from './limits.ts';
import { ReplyWriter } from './reply-writer.ts';
import { type RequestCase, requestCases } from './request-decoder.cases.ts';
import { RequestDecoder } from './request-decoder.ts';

/** What a server with our decoder and writer answers: to ECHO and PING their reply, to anything else an error. */
function answers({ stream, unauthenticated }: RequestCase): string {
  const decoder = new RequestDecoder(unauthenticated ? unauthenticatedLimits() : authenticatedLimits());
  const reply = new ReplyWriter();
  decoder.feed(Buffer.from(stream, 'latin1'));
  while (decoder.next() === READY) {
    const { args } = decoder;
    if (unauthenticated) reply.error('NOAUTH Authentication required.');
    else if (args.text(0) === 'PING') reply.simple('PONG');
    else if (args.text(0) === 'ECHO') reply.bulk(args.bytes, args.starts[1], args.ends[1]);
    else throw new Error('the cases are made of PING and ECHO');
  }
  if (decoder.error !== '') reply.error(`ERR ${decoder.error}`);
  let text = '';
  for (let i = 0; i < reply.chunkCount; i++) text += Buffer.from(reply.chunkAt(i)).toString('latin1');
  return text;
}

function suite(unauthenticated: boolean, flags: string[]): void {
  describeWithOracle(
    `redis-server answers the same${unauthenticated ? ' before authentication' : ''}`,
    (oracle) => {
      const cases = requestCases.filter((one) => (one.unauthenticated ?? false) === unauthenticated);
      test.each(cases)('$title', async (one) => {
        const connection = await oracle().connect();
        const expected = Buffer.from(answers(one), 'latin1');
        connection.send(Buffer.from(one.stream, 'latin1'));
        // Where Redis does not close the connection, QUIT makes it.
        if (one.error === undefined) connection.send(Buffer.from('QUIT\r\n'));
        const received = Buffer.from(await connection.untilClosed()).toString('latin1');
        expect(received).toBe(
          one.error === undefined ? `${expected.toString('latin1')}+OK\r\n` : expected.toString('latin1'),
        );
      });
    },
    flags,
  );
}

suite(false, []);
suite(true, ['--requirepass', 'secret']);
