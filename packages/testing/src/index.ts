export { FakeClock } from './fake-clock.ts';
export { freePort } from './free-port.ts';
export { bytesFromHex, describeDifference, firstDifference, hexDump, quoteBytes } from './hex.ts';
export { findOracle, Oracle, type OracleSearch, startOracle } from './oracle.ts';
export { RawConnection } from './raw-connection.ts';
export { endOfReply } from './reply-frame.ts';
export { SeededRandom, seededRandom } from './seeded-random.ts';
export { ServerProcess, type ServerProcessOptions } from './server-process.ts';
export { type Exchange, type Expected, encodeCommand, raw, Said, Transcript } from './transcript.ts';
