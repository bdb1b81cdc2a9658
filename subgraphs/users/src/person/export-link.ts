import { isSigned, secondsOf, signedQuery } from '@emporium/auth/signed-link';
import type { Ctx } from '../context.js';

/** Long enough to click on it; a new one comes with each query. */
const LIFETIME_SECONDS = 15 * 60;
const PURPOSE = 'person-data';

/** How an export can be had. */
export type ExportFormat = 'json' | 'html';

/** Where an export is, for whoever has the link. Give it only to those who may see the export. */
export function exportUrl(
  { config, now }: Pick<Ctx, 'config' | 'now'>,
  id: string,
  format: ExportFormat,
): string {
  const expires = secondsOf(now()) + LIFETIME_SECONDS;
  const signed = signedQuery(config.internalSecret, { purpose: PURPOSE, id, expires });
  return `${config.publicUrl}/person-data/${id}.${format}?${signed}`;
}

/** Whether a link opens the export now. */
export function opensExport(
  { config, now }: Pick<Ctx, 'config' | 'now'>,
  id: string,
  link: { expires?: unknown; signature?: unknown },
): boolean {
  return isSigned(config.internalSecrets, { purpose: PURPOSE, id, now: now() }, link);
}
