import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@emporium/platform/config/config';
import { loadConfig } from '@emporium/platform/config/load-config';

/** A test configuration with a data folder of its own, and the removal of that folder. */
export function testConfig(env: Record<string, string> = {}): { config: Config; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'emporium-test-'));
  const config = loadConfig({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    PORT: '0',
    OPS_PORT: '0',
    LOG_LEVEL: 'silent',
    PUBLIC_URL: 'http://shop.test',
    ...env,
  });
  return { config, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}
