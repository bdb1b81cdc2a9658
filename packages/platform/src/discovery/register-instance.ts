import type { Config } from '../config/config.js';
import type { OpsPart } from '../ops/ops-server.js';
import type { Consul } from './consul.adapter.js';
import { serviceName } from './service-name.js';

/**
 * Makes this process known to Consul under INSTANCE_ADDRESS, ready as long as its part is. Returns
 * the way to take it out again, which comes before the door closes; without Consul it does nothing.
 */
export function registerInstance(
  consul: Consul | undefined,
  config: Config,
  part: OpsPart,
  url: string,
): () => Promise<void> {
  if (!consul) return async () => undefined;
  const port = Number(new URL(url).port);
  const host = config.instanceAddress;
  const registration = consul.register(
    { service: serviceName(part.name), id: `${part.name}-${host}-${port}`, host, port },
    () =>
      part.checkReady().then(
        () => true,
        () => false,
      ),
  );
  return () => registration.stop();
}
