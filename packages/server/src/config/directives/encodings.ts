import { bool, INT32_MAX, INT32_MIN, INT64_MAX, integer, memory } from '../directive.ts';

const IDEMPOTENT = 'XADD with IDMP';
const NO_TEMPLATES = 'Hashes of equal fields do not share a template here.';
const NO_ARRAYS = 'The array type does not exist here.';

/** Up to which size a collection stays one packed block. */
export const encodingDirectives = [
  integer('hash-max-listpack-entries', 512, [0, INT64_MAX], 'Fields up to which a hash is packed.', {
    aliases: ['hash-max-ziplist-entries'],
  }),
  memory('hash-max-listpack-value', 64, [0, INT64_MAX], 'Longest field or value of a packed hash.', {
    aliases: ['hash-max-ziplist-value'],
  }),
  integer('list-max-listpack-size', -2, [INT32_MIN, INT32_MAX], 'Elements of a node, or -1 to -5 for 4 to 64 kb.', {
    aliases: ['list-max-ziplist-size'],
  }),
  integer('list-compress-depth', 0, [0, INT32_MAX], 'Nodes at each end of a list that are not compressed.', {
    debug: true,
    none: 'List nodes are not compressed.',
  }),
  integer('set-max-intset-entries', 512, [0, INT64_MAX], 'Members up to which a set of integers is packed.'),
  integer('set-max-listpack-entries', 128, [0, INT64_MAX], 'Members up to which a set is packed.'),
  integer('set-max-listpack-value', 64, [0, INT64_MAX], 'Longest member of a packed set.'),
  integer('zset-max-listpack-entries', 128, [0, INT64_MAX], 'Members up to which a sorted set is packed.', {
    aliases: ['zset-max-ziplist-entries'],
  }),
  memory('zset-max-listpack-value', 64, [0, INT64_MAX], 'Longest member of a packed sorted set.', {
    aliases: ['zset-max-ziplist-value'],
  }),
  memory('hll-sparse-max-bytes', 3000, [0, INT64_MAX], 'Bytes up to which a HyperLogLog stays sparse.'),
  memory('stream-node-max-bytes', 4096, [0, INT64_MAX], 'Bytes of a stream node; 0 is no limit.'),
  integer('stream-node-max-entries', 100, [0, INT64_MAX], 'Entries of a stream node; 0 is no limit.'),
  integer('stream-idmp-duration', 100, [1, 86400], 'Seconds that XADD remembers the id of a producer.', {
    pending: IDEMPOTENT,
  }),
  integer('stream-idmp-maxsize', 100, [1, 10000], 'Ids that XADD remembers per producer.', { pending: IDEMPOTENT }),
  integer('array-slice-size', 4096, [256, 65536], 'Elements of one slice of an array.', { none: NO_ARRAYS }),
  integer('array-sparse-kmax', 10, [0, 256], 'Upper threshold of a sparse slice.', { none: NO_ARRAYS }),
  integer('array-sparse-kmin', 5, [0, 256], 'Lower threshold of a sparse slice.', { none: NO_ARRAYS }),
  integer('hash-min-template-entries', 0, [0, INT64_MAX], 'Fields from which hashes share a template.', {
    none: NO_TEMPLATES,
  }),
  integer('hash-max-template-entries', 0, [0, INT64_MAX], 'Fields up to which hashes share a template.', {
    none: NO_TEMPLATES,
  }),
  integer('hash-rdb-load-min-template-entries', 0, [0, INT64_MAX], 'The lower limit while an RDB file is loaded.', {
    none: NO_TEMPLATES,
  }),
  integer('hash-rdb-load-max-template-entries', 0, [0, INT64_MAX], 'The upper limit while an RDB file is loaded.', {
    none: NO_TEMPLATES,
  }),
  integer(
    'hash-rdb-load-template-disassembly-threshold',
    0,
    [0, INT64_MAX],
    'When a template is given up in loading.',
    {
      none: NO_TEMPLATES,
    },
  ),
  bool('bitmap-default-roaring', false, 'Stores new bitmaps compressed.', { none: 'Bitmaps are plain strings.' }),
] as const;
