import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** The file as docs/schema/person-data-1.schema.json describes it. */
export interface ExportFile {
  $schema: string;
  userId: string;
  requestedAt: string;
  /** False when some part is missing. */
  isComplete: boolean;
  /** Parts of the shop that could not be asked. */
  missing: string[];
  /** By part of the shop, its lists by name. */
  data: Record<string, Record<string, object[]>>;
}

const SCHEMA = 'person-data-1.schema.json';

/**
 * The file of an export, put together from the pages that came; undefined when there is none, or
 * none any more.
 */
export async function exportFile(ctx: Ctx, id: string): Promise<ExportFile | undefined> {
  const request = await query(ctx)
    .selectFrom('PersonRequest')
    .select(['userId', 'createdAt', 'status'])
    .where('id', '=', id)
    .where('kind', '=', 'EXPORT')
    .where('status', 'in', ['DONE', 'INCOMPLETE'])
    .where('expiresAt', '>', sql<Date>`now()`)
    .executeTakeFirst();
  if (!request) return undefined;
  const pages = await query(ctx)
    .selectFrom('PersonExportPage')
    .select(['subgraph', 'data'])
    .where('requestId', '=', id)
    .orderBy('subgraph')
    .orderBy('position')
    .execute();
  const parts = await query(ctx)
    .selectFrom('PersonRequestPart')
    .select(['subgraph', 'status'])
    .where('requestId', '=', id)
    .orderBy('subgraph')
    .execute();
  const data: ExportFile['data'] = {};
  for (const page of pages) {
    const lists = (data[page.subgraph] ??= {});
    for (const [name, rows] of Object.entries(JSON.parse(page.data) as Record<string, object[]>))
      (lists[name] ??= []).push(...rows);
  }
  const missing = parts.flatMap(({ subgraph, status }) => (status === 'DONE' ? [] : [subgraph]));
  return {
    $schema: SCHEMA,
    userId: request.userId,
    requestedAt: request.createdAt.toISOString(),
    isComplete: missing.length === 0,
    missing,
    data,
  };
}
