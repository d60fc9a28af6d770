/** Names of format version 1. docs/formats/json.md tells what they mean. */

export const FORMAT_NAME = 'respite-snapshot';
export const FORMAT_VERSION = 1;

/**
 * How a file of ours begins. Such a file must be, byte by byte, what was written: its checksum is checked. A program that writes the
 * same document in another layout changes this beginning, too.
 */
export const OWN_BEGINNING = `{"format": "${FORMAT_NAME}", "version": ${FORMAT_VERSION}, "respite": "`;
