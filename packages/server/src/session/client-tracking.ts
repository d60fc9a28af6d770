/** What a client asked for with CLIENT TRACKING ON. */
export interface ClientTracking {
  /** The client that receives the messages; 0: this one itself. */
  redirect: number;
  /** That client was gone when there was something to tell. */
  isRedirectBroken: boolean;
  /** It hears of all keys that begin with one of `prefixes`, read or not. */
  readonly isBroadcast: boolean;
  /** In the order of their bytes. */
  readonly prefixes: readonly Uint8Array[];
  /** Only keys that are read after CLIENT CACHING YES are tracked, or all but those after CLIENT CACHING NO. */
  optIn: boolean;
  optOut: boolean;
  /** It does not hear of what it changes itself. */
  noLoop: boolean;
  /** CLIENT CACHING was given, for the next command or transaction; and whether that has been run. */
  caching: boolean;
  isCachingUsed: boolean;
}
