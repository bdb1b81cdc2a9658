import { UsageError } from './usage-error.js';

/** The first moment of a day in UTC; without a day, since 1970. Throws UsageError. */
export function firstMoment(day: string | undefined): string {
  return day === undefined ? '1970-01-01T00:00:00.000Z' : startOf('--from', day).toISOString();
}

/** The moment at which a day in UTC is over; without a day, long after now. Throws UsageError. */
export function momentAfter(day: string | undefined): string {
  if (day === undefined) return '9999-12-31T00:00:00.000Z';
  const start = startOf('--to', day);
  start.setUTCDate(start.getUTCDate() + 1);
  return start.toISOString();
}

function startOf(option: string, text: string): Date {
  const at = new Date(`${text}T00:00:00Z`);
  // Date takes 31 February for 3 March.
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(at.getTime()))
    throw new UsageError(`${option} ${text} is no day, like 2026-01-31`);
  if (at.toISOString().slice(0, 10) !== text)
    throw new UsageError(`${option} ${text} is no day of the calendar`);
  return at;
}
