import type { ServerProcess } from '@respite/testing';
import { type Bench, rowOf } from '../bench.ts';
import { ChannelLoad } from '../load/channel-load.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';

const SUBSCRIBERS = 50;
const MESSAGE_BYTES = 32;
const UNDER_WAY = [1, 16, 64];

export const publish: Measurement = {
  name: 'publish',
  title: 'Publish and subscribe',
  how:
    `Messages of ${MESSAGE_BYTES} bytes that ${SUBSCRIBERS} subscribers of one channel receive, all of them together, while one client ` +
    'publishes with so many requests under way. Publisher and subscribers are one process, which counts bytes. Both servers are asked ' +
    'in turn as above.',
  run: (bench) =>
    bench.withBoth(async (redis, respite) => {
      const rows: Row[] = [];
      for (const underWay of UNDER_WAY) rows.push(await deliveryRate(bench, { redis, respite }, underWay));
      return rows;
    }),
};

async function deliveryRate(
  bench: Bench,
  servers: Record<'redis' | 'respite', ServerProcess>,
  underWay: number,
): Promise<Row> {
  const what = `messages delivered, ${underWay} under way`;
  bench.note(what);
  const { seconds, rounds, slices } = bench.scale;
  const loads = {
    redis: await ChannelLoad.start({ port: servers.redis.port, subscribers: SUBSCRIBERS }),
    respite: await ChannelLoad.start({ port: servers.respite.port, subscribers: SUBSCRIBERS }),
  };
  try {
    const series = await bench.inTurn(
      (which) => loads[which].run({ seconds, underWay, messageBytes: MESSAGE_BYTES }),
      rounds * slices,
    );
    return rowOf(series, { what, unit: 'per second', better: 'more', headline: underWay === 16 });
  } finally {
    await Promise.all([loads.redis.stop(), loads.respite.stop()]);
  }
}
