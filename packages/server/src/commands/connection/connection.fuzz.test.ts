import { type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { BesideOracle, type Command } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';

const PASSWORD = 'correct horse';

/** HELLO tells the version and the client's number; one of its errors has a word more since 7.2. */
function mask(reply: string): string {
  return reply
    .replaceAll(/\$\d+\r\n\d+\.\d+\.\d+\r\n/g, 'VERSION')
    .replaceAll(/id\r\n:\d+/g, 'id ID')
    .replaceAll('HELLO <proto> AUTH', 'HELLO AUTH');
}

function randomCommand(random: SeededRandom, freely: boolean): Command {
  const word = () =>
    random.pick(['', 'a', 'some name', 'name', 'two\nlines', 'x'.repeat(200), random.bytes(3), '1', '-1']);
  const number = () =>
    random.pick(['0', '1', '2', '3', '15', '16', '-1', '1.0', 'x', '99999999999', '9223372036854775808', '']);
  const password = () => random.pick([PASSWORD, PASSWORD, 'wrong', '']);
  const user = () => random.pick(['default', 'Default', 'nobody', '']);
  return random.pick<() => Command>([
    () => ['PING'],
    () => ['PING', word()],
    () => ['ping', 'a', 'b'],
    () => ['ECHO', word()],
    () => ['ECHO'],
    () => ['SELECT', number()],
    () => ['RESET'],
    () => ['RESET', 'x'],
    () => ['AUTH', password()],
    () => ['AUTH', user(), password()],
    () => ['AUTH', user(), password(), 'x'],
    () => ['AUTH'],
    () => ['HELLO'],
    () => ['HELLO', number()],
    () => ['HELLO', random.pick(['2', '3']), 'AUTH', user(), password()],
    // Before 7.2 the name was set even where authentication then failed.
    () => ['HELLO', random.pick(['2', '3']), freely ? 'SETNAME' : 'x', word()],
    () => ['HELLO', '2', word()],
    () => ['HELLO', '2', 'AUTH', user()],
    () => ['CLIENT', 'SETNAME', word()],
    () => ['CLIENT', 'GETNAME'],
    () => ['CLIENT', 'REPLY', random.pick(['ON', 'OFF', 'SKIP', 'skip', 'x'])],
    () => ['CLIENT', 'NO-EVICT', random.pick(['ON', 'OFF', 'x'])],
    () => ['CLIENT'],
    () => ['CLIENT', 'GETNAME', 'x'],
    () => ['CLIENT', 'KILL'],
    () => ['CLIENT', 'KILL', word()],
    () => ['CLIENT', 'KILL', 'ID', random.pick(['0', '-1', 'x', '999999'])],
    () => ['CLIENT', 'KILL', 'TYPE', random.pick(['master', 'replica', 'slave', 'pubsub', 'nothing', ''])],
    () => ['CLIENT', 'KILL', 'USER', 'nobody'],
    () => ['CLIENT', 'KILL', 'ADDR', word(), 'LADDR', word(), 'SKIPME', random.pick(['yes', 'no', 'x'])],
    () => ['CLIENT', 'LIST', random.pick(['TYPE', 'ID', 'x'])],
    () => ['CLIENT', 'LIST', 'TYPE', random.pick(['replica', 'master', 'pubsub', 'nothing'])],
    () => ['CLIENT', 'LIST', 'ID', random.pick(['x', '999999', '1.5']), random.pick(['999998', 'y'])],
    () => ['CLIENT', random.pick<string | Uint8Array>(['nothing', 'x'.repeat(300), random.bytes(4)]), word()],
    () => [random.pick<string | Uint8Array>(['nothing', 'x'.repeat(300), random.bytes(4), '']), word(), word(), word()],
  ])();
}

for (const password of ['', PASSWORD]) {
  describeWithOracle(
    `connection commands beside redis-server, ${password === '' ? 'without' : 'with'} a password`,
    (oracle) => {
      test('random commands have the same replies', async () => {
        const random = seededRandom(`connection commands, password '${password}'`);
        const server = new TestServer({ requirepass: password });
        let both = new BesideOracle(server.connect(), await oracle().connect(), mask);
        for (let round = 0; round < 3000; round++) {
          if (round % 100 === 0) {
            await both.theirs.close();
            both = new BesideOracle(server.connect(), await oracle().connect(), mask);
          }
          await both.say(
            ...Array.from({ length: 1 + random.nextInt(4) }, () => randomCommand(random, password === '')),
          );
        }
        await both.theirs.close();
      });
    },
    password === '' ? [] : ['--requirepass', password],
  );
}
