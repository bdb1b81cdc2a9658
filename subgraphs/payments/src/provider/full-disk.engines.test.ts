import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedgerFile, type LedgerEntry } from './ledger-file.js';

const entry = (n: number): LedgerEntry => ({
  at: '2026-01-01T00:00:00.000Z',
  op: 'charge',
  key: `k${n}`,
  ref: `ch_${n}`,
  orderRef: `ord_${n}`,
  amount: n,
  currency: 'EUR',
  status: 'succeeded',
});

test('a full disk refuses an entry whole, keeps those before it, and takes the next one when there is room', (context) => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    context.skip('a file system of its own can be mounted by root on Linux only');
  const folder = mkdtempSync(join(tmpdir(), 'emporium-full-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  try {
    const ledger = openLedgerFile(folder);
    const filler = join(folder, 'filler');
    // Room for some entries, and for a part of the last one.
    writeFileSync(filler, Buffer.alloc(52_000));
    let written = 0;
    const fill = () => {
      for (; written < 10_000; written++) ledger.append(entry(written));
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
    expect(written).toBeGreaterThan(0);
    expect(() => ledger.append(entry(written))).toThrow(
      expect.objectContaining({ code: 'ENOSPC' }),
    );
    const whole = (count: number) =>
      Array.from({ length: count }, (_, n) => `${JSON.stringify(entry(n))}\n`).join('');
    expect(readFileSync(join(folder, 'ledger.jsonl'), 'utf8')).toBe(whole(written));
    truncateSync(filler, 0);
    ledger.append(entry(written));
    ledger.close();
    const again = openLedgerFile(folder);
    expect(again.entries).toEqual(Array.from({ length: written + 1 }, (_, n) => entry(n)));
    again.close();
  } finally {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  }
});
