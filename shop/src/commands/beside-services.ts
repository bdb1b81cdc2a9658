import type { Config } from '@emporium/platform/config/config';
import { adapterAddresses } from '../adapter-addresses.js';
import type { RunFile } from '../run-file.js';

/**
 * The configuration for a command beside the processes of `npm run start:services`. Their test bank
 * has a process of its own, and its books one writer: a command that opened the file itself would
 * write down again what falls due, as a second charge.
 */
export function besideServices(config: Config, run: Pick<RunFile, 'processes'>): Config {
  const bank = run.processes?.find(({ name }) => name === 'fake-provider');
  if (!bank || adapterAddresses(config)['PAYMENT_URL'] !== 'test:') return config;
  return { ...config, raw: { ...config.raw, PAYMENT_URL: `test+http://127.0.0.1:${bank.port}` } };
}
