import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { firstMoment, momentAfter } from './days.js';
import { decodeText } from './decode-text.js';
import { UsageError } from './usage-error.js';
import { USAGE } from './usage.js';

/**
 * What the command line asks for. `saveAs` is where the `csv` of lines goes, `-` standard output; `password`: one is
 * needed, from the file or from a person.
 */
export interface CliRequest {
  name: string;
  args: Record<string, unknown>;
  saveAs?: string;
  password?: { file?: string };
}

/** Somebody asks how a command is used; the message is its usage. */
export class HelpAsked extends Error {
  override name = 'HelpAsked';
}

const ADMIN_ACTIONS = ['list', 'create', 'reset-password', 'reset-factors', 'unlock'];

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
      email: { type: 'string' },
      'password-file': { type: 'string' },
      promote: { type: 'boolean' },
      ip: { type: 'string' },
      json: { type: 'boolean' },
      to: { type: 'string' },
      from: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const usage = USAGE[name ?? ''];
  if (name === undefined || usage === undefined) {
    const all = `name a command: ${Object.keys(USAGE).join(', ')}`;
    throw name === '--help' || name === '-h' ? new HelpAsked(all) : new UsageError(all);
  }
  if (values.help) throw new HelpAsked(usage);
  const refuse = (): never => {
    throw new UsageError(usage);
  };
  switch (name) {
    case 'import': {
      if (positionals.length !== 1) refuse();
      const mediaDir = values['media-dir'] ? { mediaDir: resolve(values['media-dir']) } : {};
      return {
        name,
        args: { csv: readText(positionals[0]!), dryRun: values['dry-run'] ?? false, ...mediaDir },
      };
    }
    case 'export':
      if (positionals.length !== 1) refuse();
      return { name, args: {}, saveAs: resolve(positionals[0]!) };
    case 'export:orders': {
      if (positionals.length !== 1) refuse();
      const args = { from: firstMoment(values.from), until: momentAfter(values.to) };
      if (args.from >= args.until) throw new UsageError('--to is before --from');
      return { name, args, saveAs: positionals[0] === '-' ? '-' : resolve(positionals[0]!) };
    }
    case 'seed': {
      const size = values.size === undefined ? undefined : Number(values.size);
      if (size !== undefined && (!Number.isInteger(size) || size < 1)) refuse();
      return { name, args: size === undefined ? {} : { size } };
    }
    case 'dlq': {
      const [action, group, ...ids] = positionals;
      const limit = values.limit === undefined ? undefined : Number(values.limit);
      if (limit !== undefined && (!Number.isInteger(limit) || limit < 1)) refuse();
      const page = {
        ...(values.after ? { after: values.after } : {}),
        ...(limit ? { limit } : {}),
      };
      const why =
        values.reason === undefined ? {} : { reason: values.reason, by: userInfo().username };
      return { name, args: { action, group, ids, ...page, ...why } };
    }
    case 'outbox': {
      const [action, subgraph, ...ids] = positionals;
      if (!['list', 'resend'].includes(action ?? '') || ids.some((id) => !/^\d{1,15}$/.test(id)))
        refuse();
      return { name, args: { action, subgraph, ids: ids.map(Number) } };
    }
    case 'reconcile': {
      const { apply = false, restored, since } = values;
      if (positionals.length > 0 || (restored === undefined) !== (since === undefined)) refuse();
      if (restored === undefined || since === undefined) return { name, args: { apply } };
      return { name, args: { apply, restored, since: pastMoment(since) } };
    }
    case 'payments:reconcile': {
      const { apply = false, since } = values;
      if (positionals.length > 0) refuse();
      return { name, args: { apply, ...(since ? { since: pastMoment(since) } : {}) } };
    }
    case 'admin': {
      const [action, ...rest] = positionals;
      const { email, ip, promote = false, 'password-file': file } = values;
      if (
        !ADMIN_ACTIONS.includes(action ?? '') ||
        rest.length > 0 ||
        (action !== 'list' && email === undefined)
      )
        refuse();
      const needsPassword = action === 'reset-password' || (action === 'create' && !promote);
      if (file !== undefined && !needsPassword) refuse();
      const args = { action, email, promote, by: userInfo().username, ...(ip ? { ip } : {}) };
      return {
        name,
        args,
        ...(needsPassword ? { password: file === undefined ? {} : { file: resolve(file) } } : {}),
      };
    }
    case 'doctor':
      if (positionals.length > 0) refuse();
      return { name, args: { json: values.json ?? false } };
    case 'backup':
      if (positionals.length > 0 || !values.to) refuse();
      return { name, args: { to: resolve(values.to!) } };
    case 'restore':
      if (positionals.length > 0 || !values.from) refuse();
      return { name, args: { from: resolve(values.from!) } };
    default:
      if (positionals.length > 0) refuse();
      return { name, args: {} };
  }
}

/** The moment in UTC. Throws UsageError unless it names its time zone and is over. */
function pastMoment(text: string): string {
  const at = new Date(text);
  if (!/(Z|[+-]\d\d:?\d\d)$/i.test(text) || Number.isNaN(at.getTime()))
    throw new UsageError(
      `--since ${text} is no moment with a time zone, like 2026-11-27T03:00:00Z`,
    );
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
