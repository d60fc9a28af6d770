/** What `{...}` may name in proc-title-template. */
export interface ProcessTitleVariables {
  title: string;
  'listen-addr': string;
  'server-mode': string;
  'config-file': string;
  port: string;
  'tls-port': string;
  unixsocket: string;
}

/**
 * Replaces `{name}` by the variable of that name, and `{{` by a brace; blanks at both ends go. Undefined if a name is unknown or a
 * brace is not closed.
 */
export function expandProcessTitle(template: string, variables: ProcessTitleVariables): string | undefined {
  let expanded = '';
  for (let position = 0; position < template.length; ) {
    const brace = template.indexOf('{', position);
    if (brace < 0) {
      expanded += template.slice(position);
      break;
    }
    expanded += template.slice(position, brace);
    if (template[brace + 1] === '{') {
      expanded += '{';
      position = brace + 2;
      continue;
    }
    const end = template.indexOf('}', brace);
    const name = template.slice(brace + 1, end);
    if (end < 0 || !Object.hasOwn(variables, name)) return undefined;
    expanded += variables[name as keyof ProcessTitleVariables];
    position = end + 1;
  }
  return expanded.replace(/^ +| +$/g, '');
}
