import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@emporium/platform/config/load-config';
import { startShop } from '@emporium/shop/start-shop';
import { runCommand } from '@emporium/shop/commands/run-command';
import { pino } from 'pino';
import { shopProcess, type ShopProcess } from '../shop-process.js';
import { underTest, type ShopUnderTest } from '../shop-under-test.js';

/** A shop as it is run in production, in a process of its own on a data folder of its own. */
export interface ProductionShop extends ShopProcess {
  /** Lines that the shop logged as errors, each once by its text. */
  failures(): string[];
  stop(): Promise<void>;
}

/** What is the same in both starts, and only in them. */
function secrets(): Record<string, string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    JWT_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    INTERNAL_SECRET: randomBytes(32).toString('hex'),
    PAYMENT_WEBHOOK_SECRET: randomBytes(32).toString('hex'),
  };
}

/**
 * Budgets per minute stay out of the way: the run would only see RATE_LIMITED. Everything that
 * bounds one request is as in production.
 */
const LIMITS = {
  LIMIT_COST_PER_MINUTE_PER_IP: '1000000000',
  LIMIT_COST_PER_MINUTE_PER_USER: '1000000000',
  LIMIT_COST_PER_MINUTE_PER_NETWORK: '1000000000',
  LIMIT_ACCOUNTS_PER_HOUR_PER_IP: '100000',
  LIMIT_LOGINS_PER_MINUTE_PER_IP: '100000',
};

/**
 * Fills a data folder with the demo shop, which production would refuse, lets `prepare` add to it,
 * and starts it again in production mode. Returns what `prepare` did, too.
 */
export async function productionShop<T>(
  prepare: (shop: ShopUnderTest) => Promise<T>,
): Promise<{ shop: ProductionShop; prepared: T }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'emporium-attack-'));
  const env = { ...secrets(), ...LIMITS, DATA_DIR: dataDir, PORT: '0', OPS_PORT: '0' };
  const config = loadConfig({ ...env, NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  const first = await startShop(config, { log: pino({ level: 'silent' }) });
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  let prepared: T;
  try {
    for await (const _line of runCommand(first, 'seed', {}));
    prepared = await prepare(
      underTest(`${first.gateway!.url}/graphql`, first, () => first.close()),
    );
  } finally {
    await first.close();
  }
  const failures = new Map<string, string>();
  const shop = await shopProcess(dataDir, {
    env: {
      ...env,
      NODE_ENV: 'production',
      ALLOW_EMBEDDED: 'true',
      LISTEN_HOST: '127.0.0.1',
      // The administrator who attacks has no phone.
      ADMIN_REQUIRES_FACTOR: 'false',
    },
    onLine: (line) => keepFailure(failures, line),
  }).catch((error: unknown) => {
    remove();
    throw error;
  });
  const stop = async () => {
    await shop.kill();
    remove();
  };
  return { shop: { ...shop, failures: () => [...failures.values()], stop }, prepared };
}

function keepFailure(failures: Map<string, string>, line: string): void {
  if (!line.startsWith('{')) return;
  const { level, msg, err, reason, subgraph } = JSON.parse(line) as Record<string, unknown>;
  if (typeof level !== 'number' || level < 50) return;
  const { type, message, code, stack } = (err ?? {}) as Record<string, string | undefined>;
  const text = [
    subgraph,
    msg,
    reason,
    type,
    code,
    message,
    stack?.split('\n').slice(0, 6).join(' ← '),
  ]
    .filter(Boolean)
    .join(' · ');
  if (!failures.has(text)) failures.set(text, text);
}
