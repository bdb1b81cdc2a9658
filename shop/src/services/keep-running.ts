import { spawn, type ChildProcess } from 'node:child_process';
import { childEnvironment } from '@emporium/platform/config/child-environment';
import type { ServicePlan } from './plan-services.js';

const RESTART_AFTER_MS = 500;
const STOP_LIMIT_MS = 20_000;
/** Configuration errors do not heal by starting again. */
const EXIT_CONFIGURATION = 78;

/** A service that is started again when it dies. */
export interface KeptService {
  plan: ServicePlan;
  pid(): number | undefined;
  /** Sends the signal, then waits; SIGKILL when it takes longer than 20 seconds. */
  stop(signal: 'SIGTERM' | 'SIGINT'): Promise<void>;
}

export interface KeepRunningEvents {
  /** It cannot work at all. */
  gaveUp(plan: ServicePlan): void;
  /** It was started (again), under another pid. */
  started(plan: ServicePlan): void;
}

/** Starts the service and keeps it running. */
export function keepRunning(plan: ServicePlan, on: KeepRunningEvents): KeptService {
  let stopping = false;
  let child: ChildProcess;
  let ended: Promise<void>;
  const start = () => {
    child = spawn(process.execPath, [plan.program, ...plan.arguments], {
      env: childEnvironment(plan.env),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    ended = new Promise((resolve) => {
      child.once('exit', (code) => {
        resolve();
        if (stopping) return;
        if (code === EXIT_CONFIGURATION) return on.gaveUp(plan);
        process.stderr.write(
          `${plan.name} ${plan.replica} ended (${code ?? child.signalCode}), starting it again\n`,
        );
        setTimeout(() => {
          if (stopping) return;
          start();
          on.started(plan);
        }, RESTART_AFTER_MS);
      });
    });
  };
  start();
  return {
    plan,
    pid: () => child.pid,
    stop: async (signal) => {
      stopping = true;
      // Between an end and the next start there is nobody to wait for.
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      await ended;
      clearTimeout(limit);
    },
  };
}
