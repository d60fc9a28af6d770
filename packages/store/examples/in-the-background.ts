import { ExpireCycle, NO_EXPIRY, Store, setString } from '@respite/store';

const store = new Store({ databases: 1 });
const [database] = store.databases;
const expireCycle = new ExpireCycle(store.databases);

/** To be called some ten times a second, between other work; it takes a millisecond or two at most. */
function tick(): void {
  const end = performance.now() + 1;
  expireCycle.run(0, () => performance.now() > end);
  // Gives memory back that deleted keys have left in holes.
  while (store.compactor.step(64) && performance.now() < end + 1);
}

const key = new Uint8Array(4);
const value = new Uint8Array(500);
const held = () => `about ${Math.round(store.segments.touchedBytes / 1e7) * 10} MB held`;

for (let i = 0; i < 100_000; i++) {
  new DataView(key.buffer).setUint32(0, i);
  setString(database, database.find(key, 0, 4), key, 0, 4, value, 0, value.length, NO_EXPIRY);
}
console.log(held()); // prints: about 60 MB held

for (let i = 0; i < 100_000; i++) {
  new DataView(key.buffer).setUint32(0, i);
  if (i % 10 !== 0) database.delete(key, 0, 4);
}
while (store.compactor.urgency > 0) tick();
console.log(held()); // prints: about 10 MB held
