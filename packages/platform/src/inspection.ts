import type { Config } from './config/config.js';

/**
 * Whether one thing is as the shop needs it; `remedy` says what to do when it is not. Neither holds
 * a secret.
 */
export interface Finding {
  status: 'ok' | 'warn' | 'fail';
  text: string;
  remedy?: string;
}

/**
 * One look of `npm run doctor`, which bounds its time. What it throws is a failure; it changes
 * nothing that lasts.
 */
export interface Inspection {
  /** What is looked at, e.g. `mail`. */
  name: string;
  run(config: Config): Promise<Finding[]>;
}

export const ok = (text: string): Finding => ({ status: 'ok', text });
export const warn = (text: string, remedy: string): Finding => ({ status: 'warn', text, remedy });
export const fail = (text: string, remedy: string): Finding => ({ status: 'fail', text, remedy });

/** Identities between services live for a minute, so clocks may differ by less than that. */
const MAX_SKEW_MS = 30_000;
const NOTICED_APART_MS = 2_000;

/**
 * Compares a clock elsewhere with that of this machine, between the moments of asking and of the
 * answer (all in ms since the epoch).
 */
export function compareClocks(theirs: number, askedAt: number, answeredAt: number): Finding {
  const apart = theirs < askedAt ? theirs - askedAt : Math.max(0, theirs - answeredAt);
  if (Math.abs(apart) <= NOTICED_APART_MS) return ok('its clock agrees with this machine');
  const text = `its clock is ${(Math.abs(apart) / 1_000).toFixed(1)} s ${apart < 0 ? 'behind' : 'ahead of'} this machine`;
  const remedy = 'let both follow a time server (NTP): tokens between services live for 60 s';
  return Math.abs(apart) > MAX_SKEW_MS ? fail(text, remedy) : warn(text, remedy);
}

/** Compares a version (`18.3`, `7.2.4-x`) with the oldest that the shop runs on. */
export function compareVersion(engine: string, version: string, oldest: number): Finding {
  const major = Number.parseInt(version, 10);
  if (major >= oldest) return ok(`${engine} ${version}`);
  return fail(`${engine} ${version || '(unknown version)'}`, `use ${engine} ${oldest} or newer`);
}
