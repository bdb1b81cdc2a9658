import { parse } from 'csv-parse';
import { unescapeFormula } from '@emporium/platform/csv/formula-cells';

/** One record of the file. */
export interface CsvRow {
  /** Line on which the record starts; the header is line 1. */
  line: number;
  /**
   * Trimmed cells by column, without what an export put in front of formulas; a column that the
   * file does not have is missing.
   */
  cells: Record<string, string>;
}

/** A problem of the file, with the line it is on. */
export interface LineProblem {
  line: number;
  message: string;
}

const MAX_RECORD_BYTES = 1_000_000;
/** What decoders write for bytes that are no text in their encoding. */
const UNREADABLE = '\uFFFD';

const textOf = (cell: string) => unescapeFormula(cell.trim());

/**
 * The separator of the header, which has column names and nothing else: spreadsheets in many
 * languages write `;`.
 */
function separatorOf(text: string): string {
  const header = text.slice(0, 10_000).split(/[\r\n]/, 1)[0]!;
  const count = (separator: string) => header.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

/**
 * Reads the records of a CSV text. A quote in the middle of a cell is taken as it is; one that is
 * never closed, or a record that never ends, hides where the next record starts, so reading stops
 * there with a problem.
 */
export async function readRows(
  text: string,
): Promise<{ header: string[]; rows: CsvRow[]; problems: LineProblem[] }> {
  const problems: LineProblem[] = [];
  const records: { line: number; record: string[] }[] = [];
  let line = 1;
  const parser = parse(text, {
    bom: true,
    delimiter: separatorOf(text),
    relax_quotes: true,
    relax_column_count: true,
    skip_records_with_error: true,
    max_record_size: MAX_RECORD_BYTES,
    // Called in the order of the file, so the line on which a record starts is the one after the
    // last record's end.
    on_record: (record: string[], { lines }) => {
      // Blank lines are dropped here and not by the parser, which would count them to the next
      // record.
      if (record.some((value) => value.trim() !== '')) records.push({ line, record });
      line = lines + 1;
      return null;
    },
    on_skip: () => {
      problems.push({
        line,
        message: 'has a quote that is never closed, or is too long: nothing from here on was read',
      });
      return undefined;
    },
  });
  for await (const _ of parser) void _;
  const [first, ...others] = records;
  const header = (first?.record ?? []).map(textOf);
  const rows: CsvRow[] = [];
  for (const { line: at, record } of others) {
    if (record.length > header.length)
      problems.push({
        line: at,
        message: `has ${record.length} cells, the header has ${header.length}`,
      });
    else if (record.some((value) => value.includes(UNREADABLE)))
      problems.push({
        line: at,
        message: 'has characters that could not be read: save the file as UTF-8',
      });
    else
      rows.push({
        line: at,
        cells: Object.fromEntries(
          header.map((column, index) => [column, textOf(record[index] ?? '')]),
        ),
      });
  }
  return { header, rows, problems };
}
