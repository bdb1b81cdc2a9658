import { loadConfig, ConfigurationError } from '@emporium/platform/config/load-config';
import { exitOnStartError } from '@emporium/platform/exit-on-start-error';
import { onStop } from '@emporium/platform/graceful-stop';
import { makeLogger } from '@emporium/platform/logger';
import { removeRunFile, writeRunFile } from './run-file.js';
import { keepRunning, type KeptService } from './services/keep-running.js';
import { embeddedProblems, planServices } from './services/plan-services.js';
import { waitUntilReady } from './services/wait-until-ready.js';

const START_LIMIT_MS = 120_000;

await exitOnStartError(async () => {
  const config = loadConfig();
  const problems = embeddedProblems(config);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const log = makeLogger(config);
  const plans = await planServices(config);
  const services: KeptService[] = plans.map((plan) => keepRunning(plan, ({ name }) => log.error({ service: name }, 'is not configured right and stays down')));
  onStop(log, async () => {
    removeRunFile(config.dataDir);
    const [gateway, ...subgraphs] = services;
    // The door first: then nobody waits for a subgraph that has gone.
    await gateway!.stop();
    await Promise.all(subgraphs.map((service) => service.stop()));
  });
  await Promise.all(plans.map((plan) => waitUntilReady(plan, START_LIMIT_MS)));
  const [gateway, ...subgraphs] = plans;
  const graphqlUrl = `http://localhost:${gateway!.port}/graphql`;
  writeRunFile(config.dataDir, {
    pid: process.pid,
    graphqlUrl,
    opsUrl: `http://localhost:${gateway!.opsPort}`,
    token: '',
    subgraphs: Object.fromEntries(subgraphs.map((plan) => [plan.name, `http://localhost:${plan.port}/graphql`])),
  });
  process.stdout.write(`\nEmporium runs as ${plans.length} processes. GraphQL: ${graphqlUrl}\n\n`);
});
