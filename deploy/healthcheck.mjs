// Ends with 0 when this container's /ready answers 200. Plain JavaScript without dependencies, so
// that it costs little every five seconds.
import { get } from 'node:http';

const request = get(
  { host: '127.0.0.1', port: process.env.OPS_PORT, path: '/ready', timeout: 2_500 },
  (answer) => {
    process.exit(answer.statusCode === 200 ? 0 : 1);
  },
);
request.on('timeout', () => process.exit(1));
request.on('error', () => process.exit(1));
