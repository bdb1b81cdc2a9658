import { ConfigurationError } from '@emporium/platform/config/configuration-error';
import { loadConfig } from '@emporium/platform/config/load-config';
import { exitOnStartError } from '@emporium/platform/exit-on-start-error';
import { onStop } from '@emporium/platform/graceful-stop';
import { makeLogger } from '@emporium/platform/logger';
import { removeRunFile, writeRunFile, type RunFile } from './run-file.js';
import { keepRunning, type KeptService } from './services/keep-running.js';
import { unsharedAdapters, planServices, type ServicePlan } from './services/plan-services.js';
import { waitUntilReady } from './services/wait-until-ready.js';
import { subgraphs } from './subgraphs.js';

const START_LIMIT_MS = 240_000;
/** Longer than the services need one after the other: none may be left behind. */
const STOP_LIMIT_MS = 60_000;

await exitOnStartError(async () => {
  const config = loadConfig(undefined, subgraphs);
  const problems = unsharedAdapters(config);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const log = makeLogger(config);
  const plans = await planServices(config);
  const services: KeptService[] = [];
  let serving = false;
  const announce = () => serving && writeRunFile(config.dataDir, runFileOf(services));
  for (const plan of plans) {
    const gaveUp = ({ name }: ServicePlan) =>
      log.error({ service: name }, 'is not configured right and stays down');
    services.push(keepRunning(plan, { gaveUp, started: announce }));
  }
  onStop(
    log,
    async () => {
      serving = false;
      removeRunFile(config.dataDir);
      const stop = (signal: 'SIGTERM' | 'SIGINT', which: (name: string) => boolean) =>
        Promise.all(
          services.filter(({ plan }) => which(plan.name)).map((service) => service.stop(signal)),
        );
      // The doors first, with their requests answered: then nobody waits for a subgraph that has
      // gone, and no caller of one is left.
      await stop('SIGTERM', (name) => name === 'gateway');
      await stop('SIGINT', (name) => name !== 'gateway' && name !== 'fake-provider');
      await stop('SIGTERM', (name) => name === 'fake-provider');
    },
    STOP_LIMIT_MS,
  );
  await Promise.all(plans.map((plan) => waitUntilReady(plan, START_LIMIT_MS)));
  serving = true;
  announce();
  process.stdout.write(
    `\nEmporium runs as ${plans.length} processes. GraphQL: ${runFileOf(services).graphqlUrl}\n\n`,
  );
});

function runFileOf(services: readonly KeptService[]): RunFile {
  const first = services.filter(({ plan }) => plan.replica === 1).map(({ plan }) => plan);
  const gateway = first.find(({ name }) => name === 'gateway')!;
  const subgraphs = first.filter((plan) => plan !== gateway && plan.opsPort !== 0);
  return {
    pid: process.pid,
    graphqlUrl: `http://localhost:${gateway.port}/graphql`,
    opsUrl: `http://localhost:${gateway.opsPort}`,
    token: '',
    subgraphs: Object.fromEntries(
      subgraphs.map((plan) => [plan.name, `http://localhost:${plan.port}/graphql`]),
    ),
    processes: services.map(({ plan: { name, replica, port, opsPort }, pid }) => ({
      name,
      replica,
      port,
      opsPort,
      pid: pid(),
    })),
  };
}
