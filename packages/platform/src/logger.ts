import { logFields } from '@emporium/telemetry/log-fields';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from './config/config.js';

/** Paths whose values never reach a log. */
const SECRET_PATHS = [
  'password',
  'accessToken',
  'refreshToken',
  'token',
  'authorization',
  'cookie',
  'headers.authorization',
  'headers.cookie',
  'headers["x-refresh-token"]',
  'headers["x-device-token"]',
  'headers["x-identity"]',
  'variables',
];

/**
 * The process's log: JSON lines in production, readable ones in development; with `trace_id` when
 * it traces. Secrets are cut out by path. It is written to the standard output, or to `destination`
 * (not in development).
 */
export function makeLogger(
  config: Pick<Config, 'logLevel' | 'nodeEnv' | 'tracing'>,
  destination?: DestinationStream,
): Logger {
  const options = {
    level: config.logLevel,
    redact: { paths: SECRET_PATHS, censor: '[secret]' },
    base: null,
    ...(config.tracing ? { mixin: () => logFields() } : {}),
    ...(config.nodeEnv === 'development'
      ? {
          transport: {
            target: 'pino-pretty',
            options: { ignore: 'pid,hostname', singleLine: true },
          },
        }
      : {}),
  };
  return destination ? pino(options, destination) : pino(options);
}
