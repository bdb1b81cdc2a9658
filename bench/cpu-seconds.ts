import { readFileSync } from 'node:fs';

// USER_HZ is 100 on every Linux that Node runs on.
const TICKS_PER_SECOND = 100;

/**
 * CPU seconds that a process has used so far; Linux only, from /proc. Throws when the process is
 * gone.
 */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; utime and stime are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
