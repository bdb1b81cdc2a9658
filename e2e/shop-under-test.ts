import { migratedDatabase } from '@emporium/testing/database-snapshot';
import { testConfig } from '@emporium/testing/test-config';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { runCommand } from '@emporium/shop/commands/run-command';
import { demoUsers } from '@emporium/shop/seed/demo-users';
import { startShop, type Shop } from '@emporium/shop/start-shop';
import { subgraphs } from '@emporium/shop/subgraphs';
import { pino } from 'pino';
import { Client } from './client.js';

/** The shop a journey runs against. */
export interface ShopUnderTest {
  url: string;
  /** Only when the shop runs in this process. */
  shop?: Shop;
  /** A client that is nobody. */
  client(): Client;
  admin(): Promise<Client>;
  customer(): Promise<Client>;
  /** Runs a command of the shop and returns its lines; only for a shop in this process. */
  command(name: string, args?: Record<string, unknown>): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

const PASSWORD = 'emporium-demo';

/**
 * E2E_URL: the deployment there, which must have the demo log-ins. Otherwise a shop of its own in
 * this process: in memory, on free ports, with the demo users and nothing else.
 */
export async function shopUnderTest(env: Record<string, string> = {}): Promise<ShopUnderTest> {
  const deployed = deploymentUrl();
  if (deployed) return underTest(deployed, undefined, async () => undefined);
  const { config, remove } = testConfig({ PUBLIC_URL: '', ...env });
  const log = pino({ level: config.logLevel });
  const shop = await startShop(config, { log, embedded: await migratedDatabase(subgraphs) });
  await demoUsers(shop);
  return underTest(`${shop.gateway!.url}/graphql`, shop, async () => {
    await shop.close();
    remove();
  });
}

/** A shop at its address, with the way to close it. */
export function underTest(
  url: string,
  shop: Shop | undefined,
  close: () => Promise<void>,
): ShopUnderTest {
  return {
    url,
    ...(shop ? { shop } : {}),
    client: () => new Client(url),
    admin: () => new Client(url).logIn('admin@emporium.test', PASSWORD),
    customer: () => new Client(url).logIn('customer@emporium.test', PASSWORD),
    command: async (name, args = {}) => {
      if (!shop) throw new Error('commands need a shop in this process');
      const lines: Record<string, unknown>[] = [];
      for await (const line of runCommand(shop, name, args)) lines.push(line);
      return lines;
    },
    close,
  };
}
