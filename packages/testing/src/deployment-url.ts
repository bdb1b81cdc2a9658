import { readEnvironment } from '@emporium/platform/config/read-environment';

/**
 * GraphQL address of the deployment that journeys should run against (E2E_URL); undefined = a shop
 * of their own.
 */
export function deploymentUrl(): string | undefined {
  return readEnvironment('E2E_URL');
}
