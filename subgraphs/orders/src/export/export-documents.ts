import type { Command } from '@emporium/platform/define-subgraph';
import { z } from 'zod';
import { readDocuments, selectDocuments } from './read-documents.js';

const argsSchema = z.object({ from: z.coerce.date(), until: z.coerce.date() });

/**
 * Invoices and credit notes that were issued from `from` to just before `until`, in the order in
 * which they were issued. Yields `{ documents, done, total }` in batches.
 */
export const exportDocuments: Command = {
  name: 'export-documents',
  async *run(ctx, args) {
    const period = argsSchema.parse(args);
    const { total } = await selectDocuments(ctx, period)
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    let done = 0;
    for await (const documents of readDocuments(ctx, period)) {
      done += documents.length;
      yield { documents, done, total: Math.max(Number(total), done) };
    }
  },
};
