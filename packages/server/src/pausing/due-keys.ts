import { type Database, HIDE_DUE, type KeyspaceListener, REMOVE_DUE, SHOW_DUE } from '@respite/store';
import type { Client } from '../session/client.ts';

/**
 * What becomes of keys whose time has come. As a rule they go as soon as somebody meets them. While the server is paused, or data is moved
 * in (`import-mode`), those who only read do not see them, and they stay; for the client that moves data in (CLIENT IMPORT-SOURCE) they
 * are there as if they had no time.
 *
 * It is decided for each command: between commands, and for all others, they go.
 */
export class DueKeys implements KeyspaceListener {
  readonly #goes: (database: Database, entry: number) => void;
  dueEntries: number = REMOVE_DUE;

  /** @param goes called with the entry of a key that is about to go */
  constructor(goes: (database: Database, entry: number) => void) {
    this.#goes = goes;
  }

  expired(database: Database, entry: number): void {
    this.#goes(database, entry);
  }

  /** A command begins while keys are to stay. */
  commandBegins(client: Client, command: { readonly isReadOnly: boolean }): void {
    if (client.isImportSource) this.dueEntries = SHOW_DUE;
    else this.dueEntries = command.isReadOnly ? HIDE_DUE : REMOVE_DUE;
  }

  commandEnds(): void {
    this.dueEntries = REMOVE_DUE;
  }
}
