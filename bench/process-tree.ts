import { execFileSync } from 'node:child_process';

interface Row {
  pid: number;
  parent: number;
  rssKb: number;
}

function rows(): Row[] {
  const lines = execFileSync('ps', ['-Ao', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return lines.map((line) => {
    const [pid = '', parent = '', rss = ''] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), rssKb: Number(rss) };
  });
}

/**
 * Resident memory in MB of a process and everything it started; memory that processes share is
 * counted in each.
 */
export function treeRssMb(pid: number): number {
  const all = rows();
  const tree = new Set([pid]);
  for (let size = 0; size !== tree.size;) {
    size = tree.size;
    for (const row of all) if (tree.has(row.parent)) tree.add(row.pid);
  }
  return all.filter((row) => tree.has(row.pid)).reduce((sum, row) => sum + row.rssKb, 0) / 1024;
}

/** Resident memory in MB of one process. */
export function rssMb(pid: number): number {
  return (rows().find((row) => row.pid === pid)?.rssKb ?? 0) / 1024;
}
