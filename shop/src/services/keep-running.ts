import { spawn, type ChildProcess } from 'node:child_process';
import { childEnvironment } from '@emporium/platform/config/child-environment';
import type { ServicePlan } from './plan-services.js';

const RESTART_AFTER_MS = 500;
const STOP_LIMIT_MS = 20_000;
/** Configuration errors do not heal by starting again. */
const EXIT_CONFIGURATION = 78;

/** A service that is started again when it dies. */
export interface KeptService {
  name: string;
  pid(): number | undefined;
  /** SIGTERM, then waits; SIGKILL when it takes longer than 20 seconds. */
  stop(): Promise<void>;
}

/** Starts the service and keeps it running. `onGiveUp` is told when it cannot work at all. */
export function keepRunning(plan: ServicePlan, onGiveUp: (plan: ServicePlan) => void): KeptService {
  let stopping = false;
  let child: ChildProcess;
  let ended: Promise<void>;
  const start = () => {
    child = spawn(process.execPath, [plan.program], { env: childEnvironment(plan.env), stdio: ['ignore', 'inherit', 'inherit'] });
    ended = new Promise((resolve) => {
      child.once('exit', (code) => {
        resolve();
        if (stopping) return;
        if (code === EXIT_CONFIGURATION) return onGiveUp(plan);
        process.stderr.write(`${plan.name} ended (${code ?? child.signalCode}), starting it again\n`);
        setTimeout(() => !stopping && start(), RESTART_AFTER_MS);
      });
    });
  };
  start();
  return {
    name: plan.name,
    pid: () => child.pid,
    stop: async () => {
      stopping = true;
      child.kill('SIGTERM');
      const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      await ended;
      clearTimeout(limit);
    },
  };
}
