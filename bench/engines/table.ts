import { loadavg } from 'node:os';

/**
 * Prints rows as columns of equal width, the load of the machine below: numbers of different runs
 * are not comparable, ratios are.
 */
export function printTable(title: string, head: string[], rows: (string | number)[][]): void {
  const text = [head, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? round(cell) : cell)),
  );
  const widths = head.map((_, column) => Math.max(...text.map((row) => row[column]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const row of text)
    console.log(
      `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
    );
  console.log(`  load average ${loadavg().map(round).join(' ')}`);
}

/** Value below which the given share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const round = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
