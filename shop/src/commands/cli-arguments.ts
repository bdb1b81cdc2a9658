import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the command line asks for. `saveAs` is where a result's `csv` goes. */
export interface CliRequest {
  name: string;
  args: Record<string, unknown>;
  saveAs?: string;
}

/** Wrong use of a command; the message is its usage. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Reads the command line: `<name> [arguments]`. Throws UsageError. */
export function cliArguments([name, ...rest]: string[]): CliRequest {
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean' },
      'media-dir': { type: 'string' },
      size: { type: 'string' },
      after: { type: 'string' },
      limit: { type: 'string' },
      reason: { type: 'string' },
    },
  });
  switch (name) {
    case 'import': {
      if (positionals.length !== 1) throw new UsageError('usage: npm run import -- FILE.csv [--media-dir DIR] [--dry-run]');
      const mediaDir = values['media-dir'] ? { mediaDir: resolve(values['media-dir']) } : {};
      return { name, args: { csv: readText(positionals[0]!), dryRun: values['dry-run'] ?? false, ...mediaDir } };
    }
    case 'export':
      if (positionals.length !== 1) throw new UsageError('usage: npm run export -- FILE.csv');
      return { name, args: {}, saveAs: resolve(positionals[0]!) };
    case 'seed': {
      const size = values.size === undefined ? undefined : Number(values.size);
      if (size !== undefined && (!Number.isInteger(size) || size < 1)) throw new UsageError('usage: npm run seed -- --size N');
      return { name, args: size === undefined ? {} : { size } };
    }
    case 'dlq': {
      const [action, group, ...ids] = positionals;
      const limit = values.limit === undefined ? undefined : Number(values.limit);
      if (limit !== undefined && (!Number.isInteger(limit) || limit < 1))
        throw new UsageError(
          'usage: npm run dlq -- list [GROUP] | show|replay GROUP [ID…] [--after ID] [--limit N] | skip GROUP EVENT_ID|TOPIC/PARTITION/OFFSET… --reason TEXT',
        );
      const page = { ...(values.after ? { after: values.after } : {}), ...(limit ? { limit } : {}) };
      const why = values.reason === undefined ? {} : { reason: values.reason, by: userInfo().username };
      return { name, args: { action, group, ids, ...page, ...why } };
    }
    case 'outbox': {
      const [action, subgraph, ...ids] = positionals;
      if (!['list', 'resend'].includes(action ?? '') || ids.some((id) => !/^\d{1,15}$/.test(id)))
        throw new UsageError('usage: npm run outbox -- list [SUBGRAPH] | resend SUBGRAPH [ID…]');
      return { name, args: { action, subgraph, ids: ids.map(Number) } };
    }
    case undefined:
      throw new UsageError('name a command');
    default:
      return { name, args: {} };
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}
