import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeText } from './decode-text.js';
import { RECONCILE_USAGE } from './reconcile-usage.js';

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

/** Somebody asks how a command is used; the message is its usage. */
export class HelpAsked extends Error {
  override name = 'HelpAsked';
}

/** How each command is called, and what it does. */
const USAGE: Readonly<Record<string, string>> = {
  import: `usage: npm run import -- FILE.csv [--media-dir DIR] [--dry-run]
Imports products from a Shopify product CSV. --media-dir: folder with the images that it names; --dry-run: only tells what would happen.`,
  export: `usage: npm run export -- FILE.csv
Writes all products as a Shopify product CSV, which import reads again.`,
  seed: `usage: npm run seed -- [--size N]
Fills the shop with the demo catalog, or with N generated products.`,
  dlq: `usage: npm run dlq -- list [GROUP] | show|replay GROUP [ID…] [--after ID] [--limit N]
       npm run dlq -- skip GROUP EVENT_ID|TOPIC/PARTITION/OFFSET… --reason TEXT
Messages that consumers gave up on: lists them, shows them whole, or delivers them again.`,
  outbox: `usage: npm run outbox -- list [SUBGRAPH] | resend SUBGRAPH [ID…]
Events that wait or that the bus refused for good: lists them, or sends them again.`,
  'search:rebuild': `usage: npm run search:rebuild
Builds the search index anew from the catalog, while the old one goes on answering.`,
  'search:verify': `usage: npm run search:verify
Compares the search index with the catalog.`,
  verify: `usage: npm run verify
Checks the invariants of every subgraph and those between them.`,
  reconcile: RECONCILE_USAGE,
  reset: `usage: npm run reset
Removes the data folder of a shop that is not running; the next start sets up a new one.`,
};

/** Reads the command line: `<name> [arguments]`. Throws UsageError, or HelpAsked for --help. */
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
      apply: { type: 'boolean' },
      restored: { type: 'string' },
      since: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const usage = USAGE[name ?? ''];
  if (name === undefined || usage === undefined) throw new UsageError(`name a command: ${Object.keys(USAGE).join(', ')}`);
  if (values.help) throw new HelpAsked(usage);
  const refuse = (): never => {
    throw new UsageError(usage);
  };
  switch (name) {
    case 'import': {
      if (positionals.length !== 1) refuse();
      const mediaDir = values['media-dir'] ? { mediaDir: resolve(values['media-dir']) } : {};
      return { name, args: { csv: readText(positionals[0]!), dryRun: values['dry-run'] ?? false, ...mediaDir } };
    }
    case 'export':
      if (positionals.length !== 1) refuse();
      return { name, args: {}, saveAs: resolve(positionals[0]!) };
    case 'seed': {
      const size = values.size === undefined ? undefined : Number(values.size);
      if (size !== undefined && (!Number.isInteger(size) || size < 1)) refuse();
      return { name, args: size === undefined ? {} : { size } };
    }
    case 'dlq': {
      const [action, group, ...ids] = positionals;
      const limit = values.limit === undefined ? undefined : Number(values.limit);
      if (limit !== undefined && (!Number.isInteger(limit) || limit < 1)) refuse();
      const page = { ...(values.after ? { after: values.after } : {}), ...(limit ? { limit } : {}) };
      const why = values.reason === undefined ? {} : { reason: values.reason, by: userInfo().username };
      return { name, args: { action, group, ids, ...page, ...why } };
    }
    case 'outbox': {
      const [action, subgraph, ...ids] = positionals;
      if (!['list', 'resend'].includes(action ?? '') || ids.some((id) => !/^\d{1,15}$/.test(id))) refuse();
      return { name, args: { action, subgraph, ids: ids.map(Number) } };
    }
    case 'reconcile': {
      const { apply = false, restored, since } = values;
      if (positionals.length > 0 || (restored === undefined) !== (since === undefined)) refuse();
      if (restored === undefined || since === undefined) return { name, args: { apply } };
      return { name, args: { apply, restored, since: pastMoment(since) } };
    }
    default:
      if (positionals.length > 0) refuse();
      return { name, args: {} };
  }
}

/** The moment in UTC. Throws UsageError unless it names its time zone and is over. */
function pastMoment(text: string): string {
  const at = new Date(text);
  if (!/(Z|[+-]\d\d:?\d\d)$/i.test(text) || Number.isNaN(at.getTime()))
    throw new UsageError(`--since ${text} is no moment with a time zone, like 2026-11-27T03:00:00Z`);
  if (at.getTime() > Date.now()) throw new UsageError(`--since ${text} is still to come`);
  return at.toISOString();
}

function readText(path: string): string {
  try {
    return decodeText(readFileSync(path));
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}
