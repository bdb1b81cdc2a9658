import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const entrySchema = z.object({
  at: z.string(),
  op: z.enum(['charge', 'refund', 'capture', 'dispute']),
  key: z.string(),
  ref: z.string(),
  orderRef: z.string(),
  amount: z.number(),
  currency: z.string(),
  status: z.string(),
  /** When an open charge succeeds by itself, ms since the epoch. */
  dueAt: z.number().optional(),
  /** The charge that a refund, capture or dispute belongs to. */
  chargeRef: z.string().optional(),
  /** The charge only sets the money aside. */
  captureLater: z.boolean().optional(),
  /** When money that is set aside becomes free, ms since the epoch. */
  until: z.number().optional(),
  /** Nothing more is captured after this. */
  final: z.boolean().optional(),
});

/** A line of the provider's books: a call, or what became of it later. */
export type LedgerEntry = z.infer<typeof entrySchema>;

/** Append-only books in a file. */
export interface LedgerFile {
  entries: LedgerEntry[];
  /**
   * On disk when it returns: a kill at any later moment does not lose the entry. All or nothing: a
   * write that the disk has no room for leaves the file as it was and throws the error of the file
   * system (ENOSPC).
   */
  append(entry: LedgerEntry): void;
  close(): void;
}

/**
 * Opens (or creates) `folder/ledger.jsonl`. Wherever a line was torn by a crash or a full disk,
 * every whole entry is kept; the torn bytes, which were never answered for, go to
 * `ledger.jsonl.torn`.
 */
export function openLedgerFile(folder: string): LedgerFile {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'ledger.jsonl');
  const { entries, torn } = readLedger(existsSync(path) ? readFileSync(path, 'utf8') : '');
  if (torn.length > 0) {
    appendFileSync(`${path}.torn`, `${torn.join('\n')}\n`);
    writeFileSync(`${path}.new`, entries.map(lineOf).join(''), { flush: true });
    renameSync(`${path}.new`, path);
  }
  const fd = openSync(path, 'a');
  let length = fstatSync(fd).size;
  return {
    entries,
    append: (entry) => {
      const bytes = Buffer.from(lineOf(entry));
      try {
        let written = 0;
        while (written < bytes.length) written += writeSync(fd, bytes, written);
        fsyncSync(fd);
      } catch (error) {
        ftruncateSync(fd, length);
        throw error;
      }
      length += bytes.length;
      entries.push(entry);
    },
    close: () => closeSync(fd),
  };
}

const lineOf = (entry: LedgerEntry) => `${JSON.stringify(entry)}\n`;

/** The whole entries of the books and the lines, or parts of lines, that are none. */
function readLedger(text: string): { entries: LedgerEntry[]; torn: string[] } {
  const entries: LedgerEntry[] = [];
  const torn: string[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    // A torn line has no end of its own: the next entry stands right behind it.
    const start = [...line.matchAll(/\{"at":/g)]
      .map((match) => match.index)
      .find((index) => parseEntry(line.slice(index)));
    if (start !== 0) torn.push(start === undefined ? line : line.slice(0, start));
    if (start !== undefined) entries.push(parseEntry(line.slice(start))!);
  }
  return { entries, torn };
}

function parseEntry(text: string): LedgerEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
