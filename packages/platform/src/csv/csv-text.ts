import { stringify } from 'csv-stringify/sync';
import { escapeFormula } from './formula-cells.js';

/** Rows as text of a CSV file. No cell is a formula for a spreadsheet. */
export function csvText(rows: readonly (readonly string[])[]): string {
  // A lone CR ends a line for many readers, so it is quoted as well.
  return stringify(
    rows.map((row) => row.map((cell) => escapeFormula(cell))),
    { quoted_match: '\r' },
  );
}
