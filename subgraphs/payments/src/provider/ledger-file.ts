import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const entrySchema = z.object({
  at: z.string(),
  op: z.enum(['charge', 'refund']),
  key: z.string(),
  ref: z.string(),
  orderRef: z.string(),
  amount: z.number(),
  currency: z.string(),
  status: z.string(),
  /** When an open charge succeeds by itself, ms since the epoch. */
  dueAt: z.number().optional(),
  /** The charge that a refund belongs to. */
  chargeRef: z.string().optional(),
});

/** A line of the provider's books: a call, or what became of it later. */
export type LedgerEntry = z.infer<typeof entrySchema>;

/** Append-only books in a file. */
export interface LedgerFile {
  entries: LedgerEntry[];
  /** On disk when it returns: a kill at any later moment does not lose the entry. */
  append(entry: LedgerEntry): void;
  close(): void;
}

/** Opens (or creates) `folder/ledger.jsonl`. A last line torn by a crash was never answered for and is cut off. */
export function openLedgerFile(folder: string): LedgerFile {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'ledger.jsonl');
  const fd = openSync(path, 'a+');
  const text = readFileSync(path);
  const whole = text.lastIndexOf(0x0a) + 1;
  if (whole < text.length) ftruncateSync(fd, whole);
  const lines = text.subarray(0, whole).toString('utf8').split('\n').filter(Boolean);
  const entries = lines.map((line) => entrySchema.parse(JSON.parse(line)));
  return {
    entries,
    append: (entry) => {
      writeSync(fd, `${JSON.stringify(entry)}\n`);
      fsyncSync(fd);
      entries.push(entry);
    },
    close: () => closeSync(fd),
  };
}
