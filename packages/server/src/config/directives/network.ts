import { bool, INT32_MAX, integer, octal, optionalText, structured, UINT32_MAX } from '../directive.ts';

const KERNEL_OPTION = 'Node does not offer this socket option.';
const RDMA = 'Node has no RDMA transport.';

/** Where the server listens. */
export const networkDirectives = [
  structured(
    'addresses',
    'bind',
    '* -::*',
    'Addresses to listen on; "*" and "::*" are all interfaces, "-" before one means that it may be missing.',
  ),
  optionalText('bind-source-addr', 'Local address of outgoing connections.', { pending: 'replication' }),
  integer('port', 6379, [0, 65535], 'TCP port; 0 opens none.'),
  integer('tcp-backlog', 511, [0, INT32_MAX], 'Connections that may wait to be accepted.', { immutable: true }),
  integer('tcp-keepalive', 300, [0, INT32_MAX], 'Seconds between TCP keepalive probes; 0 sends none.'),
  integer('timeout', 0, [0, INT32_MAX], 'Seconds after which an idle client is disconnected; 0 never does.'),
  optionalText('unixsocket', 'Path of a Unix socket to listen on.', { immutable: true }),
  octal('unixsocketperm', 0, [0, 0o777], 'Permissions of the Unix socket, in octal; 0 leaves them to the umask.', {
    immutable: true,
  }),
  optionalText('unixsocketgroup', 'Group that owns the Unix socket.', {
    immutable: true,
    hidden: true,
    none: 'Node cannot look up a group by its name; set the group of the folder instead.',
  }),
  bool('protected-mode', true, 'Without a password only loopback clients are served.'),
  integer('max-new-connections-per-cycle', 10, [1, 1000], 'Connections accepted per turn of the event loop.', {
    none: 'Node accepts as many connections as wait.',
  }),
  integer('max-new-tls-connections-per-cycle', 1, [1, 1000], 'TLS connections accepted per turn of the event loop.', {
    none: 'Node accepts as many connections as wait.',
  }),
  integer('socket-mark-id', 0, [0, UINT32_MAX], 'Mark of the listening sockets for the packet filter.', {
    immutable: true,
    none: KERNEL_OPTION,
  }),
  bool('mptcp', false, 'Listens with multipath TCP.', { immutable: true, hidden: true, none: KERNEL_OPTION }),
  structured('addresses', 'rdma-bind', '', 'Addresses to listen on over RDMA.', { hidden: true, none: RDMA }),
  integer('rdma-port', 0, [0, 65535], 'Port to listen on over RDMA.', { hidden: true, none: RDMA }),
  integer('rdma-rx-size', 1048576, [65536, 16777216], 'Receive buffer of an RDMA connection.', {
    immutable: true,
    hidden: true,
    none: RDMA,
  }),
  integer('rdma-completion-vector', -1, [-1, 1024], 'Completion vector of an RDMA connection.', {
    immutable: true,
    hidden: true,
    none: RDMA,
  }),
] as const;
