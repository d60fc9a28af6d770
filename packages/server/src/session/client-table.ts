import type { Client } from './client.ts';

/** All connected clients, in the order in which they came. */
export class ClientTable {
  readonly #clients = new Map<number, Client>();
  #lastId = 0;

  get size(): number {
    return this.#clients.size;
  }

  nextId(): number {
    return ++this.#lastId;
  }

  add(client: Client): void {
    this.#clients.set(client.id, client);
  }

  remove(client: Client): void {
    this.#clients.delete(client.id);
  }

  get(id: number): Client | undefined {
    return this.#clients.get(id);
  }

  [Symbol.iterator](): IterableIterator<Client> {
    return this.#clients.values();
  }
}
