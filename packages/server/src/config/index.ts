export { Config, type ConfigInput, type ConfigOptions, type SetAccess, type SetResult } from './config.ts';
export { ConfigFileError, type ConfigPosition } from './config-file-error.ts';
export type { Directive, Effect } from './directive.ts';
export { type DirectiveName, directiveGroups, directives, fileDirectives, findDirective } from './directives.ts';
export { ConfigLoader, type ConfigSource, type LoadedLine, type ReadIncluded } from './load-config.ts';
export { bytesOfText, textOfBytes } from './lossless-text.ts';
export { expandProcessTitle, type ProcessTitleVariables } from './process-title.ts';
export { type RewriteOptions, rewriteConfigFile } from './rewrite-config-file.ts';
export { quoteArgument, splitArguments } from './split-arguments.ts';
export type {
  OutputBufferLimit,
  OutputBufferLimits,
  ReplicaOf,
  ResolveDirectory,
  SavePoint,
} from './structured-values.ts';
