import { chmodSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { migratedDatabase } from '@emporium/testing/database-snapshot';
import { testConfig } from '@emporium/testing/test-config';
import { startShop } from '@emporium/shop/start-shop';
import { subgraphs } from '@emporium/shop/subgraphs';
import { pino } from 'pino';
import { expect, test } from 'vitest';

const reach = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

test('a shop that was told nothing is reached from this machine alone, and its data folder is its own', async () => {
  const { config, remove } = testConfig({ PUBLIC_URL: '' });
  chmodSync(config.dataDir, 0o755);
  const shop = await startShop(config, {
    log: pino({ level: 'silent' }),
    embedded: await migratedDatabase(subgraphs),
  });
  try {
    const { port } = shop.gateway!;
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((one) => one !== undefined && !one.internal && one.family === 'IPv4')
      .map((one) => one!.address);
    expect(await reach('127.0.0.1', port)).toBe(true);
    expect(await Promise.all(others.map((address) => reach(address, port)))).toEqual(
      others.map(() => false),
    );
    // Every address of 127.0.0.0/8 is this machine's: whoever listens on all answers on each of
    // them.
    expect(await reach('127.0.0.2', port)).toBe(false);
    expect(statSync(config.dataDir).mode & 0o777).toBe(0o700);
  } finally {
    await shop.close();
    remove();
  }
}, 120_000);
