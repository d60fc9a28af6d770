import { afterAll, beforeAll, expect, test, vi } from 'vitest';

let resp: typeof import('./index.ts');

// Where there is no Buffer, as in a browser, the modules find out when they are loaded.
beforeAll(async () => {
  vi.stubGlobal('Buffer', undefined);
  vi.resetModules();
  resp = await import('./index.ts');
});
afterAll(() => {
  vi.unstubAllGlobals();
});

test('text of any length goes out and comes back', () => {
  const { encodeCommand, READY, ReplyDecoder, RequestDecoder, ReplyWriter } = resp;
  const requests = new RequestDecoder();
  const reply = new ReplyWriter();
  const replies = new ReplyDecoder();
  for (const text of ['', 'short', '\u20ac', 'x\u00e9'.repeat(50), 'y\u{1f600}'.repeat(100_000)]) {
    requests.feed(encodeCommand(['ECHO', text]));
    expect(requests.next()).toBe(READY);
    reply.bulk(requests.args.bytes, requests.args.starts[1], requests.args.ends[1]);
    for (let i = 0; i < reply.chunkCount; i++) {
      const chunk = reply.chunkAt(i);
      for (let at = 0; at < chunk.length; at += 30_000) {
        if (at > 0) replies.next();
        replies.feed(chunk.slice(at, at + 30_000));
      }
    }
    reply.recycle();
    expect(replies.next()).toBe(READY);
    expect(replies.value === text).toBe(true);
  }
});
