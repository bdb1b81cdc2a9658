import { parse, type CsvError, type Info } from 'csv-parse';

/** One record of the file. */
export interface CsvRow {
  /** Line on which the record starts; the header is line 1. */
  line: number;
  /** Trimmed cells by column; a column that the file does not have is missing. */
  cells: Record<string, string>;
}

/** A problem of the file, with the line it is on. */
export interface LineProblem {
  line: number;
  message: string;
}

const MOST_RECORD_BYTES = 1_000_000;

/** Reads the records of a CSV text. Broken records become problems, the others are read all the same. */
export async function readRows(text: string): Promise<{ header: string[]; rows: CsvRow[]; problems: LineProblem[] }> {
  const problems: LineProblem[] = [];
  const parser = parse(text, {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MOST_RECORD_BYTES,
    on_skip: (error?: CsvError) => {
      problems.push({ line: Number(error?.['lines'] ?? 0), message: 'is no valid CSV: check its quotes' });
      return undefined;
    },
  });
  let header: string[] | undefined;
  const rows: CsvRow[] = [];
  let nextLine = 1;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    const line = nextLine;
    nextLine = info.lines + 1;
    if (!header) {
      header = record.map((column) => column.trim());
      continue;
    }
    if (record.length > header.length) {
      problems.push({ line, message: `has ${record.length} cells, the header has ${header.length}` });
      continue;
    }
    rows.push({ line, cells: Object.fromEntries(header.map((column, index) => [column, (record[index] ?? '').trim()])) });
  }
  return { header: header ?? [], rows, problems };
}
