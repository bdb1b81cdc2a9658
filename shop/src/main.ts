import { randomBytes } from 'node:crypto';
import { loadConfig } from '@emporium/platform/config/load-config';
import { exitOnStartError } from '@emporium/platform/exit-on-start-error';
import { onStop } from '@emporium/platform/graceful-stop';
import { makeLogger } from '@emporium/platform/logger';
import { startOpsServer } from '@emporium/platform/ops/ops-server';
import { registerMetrics } from '@emporium/platform/process-metrics';
import { startTracing } from '@emporium/telemetry/start-tracing';
import { startBox } from './box.js';
import { commandRoute } from './commands/command-route.js';
import { announceSetup, removeRunFile, withdrawSetup, writeRunFile } from './run-file.js';
import { seedOnce } from './seed/seed-once.js';
import { startShop } from './start-shop.js';
import { subgraphs } from './subgraphs.js';

await exitOnStartError(async () => {
  const config = loadConfig(undefined, subgraphs);
  const log = makeLogger(config);
  const tracing = await startTracing(config.tracing, 'shop', log);
  announceSetup(config.dataDir);
  const shop = await startShop(config, { log }).catch((error: unknown) => {
    withdrawSetup(config.dataDir);
    throw error;
  });
  const token = randomBytes(24).toString('base64url');
  registerMetrics(shop.runtime.metrics, shop.subgraphs, shop.runtime.bus);
  const ops = await startOpsServer({
    port: config.opsPort,
    host: config.host,
    parts: shop.subgraphs,
    metrics: shop.runtime.metrics,
    routes: [commandRoute(shop, token)],
  });
  const seeded = await seedOnce(shop, log);
  const gateway = shop.gateway!;
  const opsUrl = `http://localhost:${ops.port}`;
  const graphqlUrl = `${gateway.url}/graphql`;
  writeRunFile(config.dataDir, { pid: process.pid, graphqlUrl, opsUrl, token, subgraphs: {} });
  onStop(log, async () => {
    ops.setStopping();
    removeRunFile(config.dataDir);
    await shop.close();
    await tracing.stop();
    await ops.close();
  });
  const explorerUrl = config.nodeEnv === 'production' ? undefined : `${gateway.url}/`;
  process.stdout.write(
    `\n${startBox({ config, graphqlUrl, opsUrl, seeded, ...(explorerUrl ? { explorerUrl } : {}) })}\n\n`,
  );
});
