import { type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { BesideOracle, type Command } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';

function randomCommand(random: SeededRandom): Command {
  const key = () => random.pick(['a', 'b', 'c', 'list']);
  return random.pick<() => Command>([
    () => ['GET', key()],
    () => ['SET', key(), '1'],
    () => ['INCR', key()],
    () => ['DEL', key(), key()],
    () => ['APPEND', key(), 'x'],
    () => ['RPUSH', 'list', 'x'],
    () => ['LPOP', 'list'],
    () => ['BLPOP', 'list', 'none', '0'],
    () => ['EXPIRE', key(), '1000'],
    () => ['PERSIST', key()],
    () => ['PEXPIREAT', key(), '1'],
    () => ['RENAME', key(), key()],
    () => ['MOVE', key(), '1'],
    () => ['SELECT', random.pick(['0', '1', '99'])],
    () => ['SWAPDB', '0', '1'],
    () => ['FLUSHDB'],
    () => ['FLUSHALL'],
    () => ['PING'],
    () => ['GET'],
    () => ['NOSUCH', 'x'],
    () => ['CLIENT', 'NOSUCH'],
  ])();
}

/** A transaction, now and then one that cannot be, and always one that is over at its end. */
function randomTransaction(random: SeededRandom): Command[] {
  const isRight = random.nextInt(3) > 0;
  const odd: Command[] = [
    ['MULTI'],
    ['WATCH', 'a'],
    ['UNWATCH'],
    ['SHUTDOWN', 'x'],
    ['EXEC', 'x'],
    ['DISCARD', 'x'],
    ['RESET'],
  ];
  const queued = Array.from({ length: random.nextInt(5) }, () => {
    for (;;) {
      const command = random.nextInt(12) === 0 && !isRight ? random.pick(odd) : randomCommand(random);
      // Behind RESET and the like it would wait for ever; in a transaction that is right, all is queued.
      const isOutOfPlace = isRight
        ? (command.length === 1 && command[0] === 'GET') || command[0] === 'NOSUCH' || command[0] === 'CLIENT'
        : command[0] === 'BLPOP';
      if (!isOutOfPlace) return command;
    }
  });
  return [['MULTI'], ...queued, random.pick<Command>([['EXEC'], ['EXEC'], ['EXEC'], ['DISCARD']])];
}

describeWithOracle('transactions beside redis-server', (oracle) => {
  test('two clients watch, change and execute, with the same replies', async () => {
    const random = seededRandom('transactions');
    const server = new TestServer();
    const connect = async () => new BesideOracle(server.connect(), await oracle().connect());
    const first = await connect();
    const second = await connect();
    const other = (command: Command) => command[0] !== 'BLPOP' && command[0] !== 'SELECT';
    for (let round = 0; round < 1500; round++) {
      const watched = ['a', 'b', 'c', 'list'].filter(() => random.nextInt(3) === 0);
      if (watched.length > 0) await first.say(['WATCH', ...watched]);
      if (random.nextInt(10) === 0) await first.say(['UNWATCH']);
      const changes = Array.from({ length: random.nextInt(3) }, () => randomCommand(random)).filter(other);
      if (changes.length > 0) await random.pick([first, second, second]).say(...changes);
      await first.say(...randomTransaction(random));
    }
    await first.theirs.close();
    await second.theirs.close();
  });
});
