import { cpuSeconds } from './cpu-seconds.js';
import { rssMb, treeRssMb } from './process-tree.js';
import { pause, startShop, temporaryDataDir } from './shop-process.js';

const IDLE_SECONDS = 10;

/**
 * `npm run bench -- start`: first start (with seed), second start, and memory at rest. Goals of the
 * foundation: second start < 5 s, < 700 MB.
 */
export async function benchStart(): Promise<void> {
  const dataDir = temporaryDataDir();
  const cpu = (pid: number) => `${cpuSeconds(pid).toFixed(2)} CPU-s of the shop`;
  const first = await startShop(dataDir);
  console.log(
    `first start, with migration and seed, to first answer: ${first.secondsToFirstQuery.toFixed(2)} s, ${cpu(first.shopPid)}`,
  );
  await first.stop();

  const second = await startShop(dataDir);
  console.log(
    `second start to first answer: ${second.secondsToFirstQuery.toFixed(2)} s, ${cpu(second.shopPid)} (npm and set-up included; goal < 5 s)`,
  );
  await pause(IDLE_SECONDS * 1000);
  console.log(
    `memory after ${IDLE_SECONDS} s idle: shop ${rssMb(second.shopPid).toFixed(0)} MB (goal < 700 MB), with npm ${treeRssMb(second.pid).toFixed(0)} MB`,
  );
  await second.stop();
}
