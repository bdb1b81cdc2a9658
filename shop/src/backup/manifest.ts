import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Of the folder's layout; a backup with a higher one was made by a newer version. */
export const FORMAT = 1;

const fileSchema = z.object({ path: z.string(), bytes: z.int(), sha256: z.string() });

const schema = z.object({
  format: z.int(),
  /** Version of the shop that made it. */
  shop: z.string(),
  /** When it was begun; what happened later is not, or not wholly, in it. */
  at: z.iso.datetime(),
  /** Migrations of each subgraph that had run. */
  migrations: z.record(z.string(), z.array(z.string())),
  /** Where each database is in the folder. */
  databases: z.array(
    z.object({ name: z.string(), kind: z.enum(['embedded', 'postgres']), file: z.string() }),
  ),
  /** Rows of each table of the embedded database. */
  counts: z.record(z.string(), z.int()),
  /** Folders of files that are in it. */
  folders: z.array(z.string()),
  files: z.array(fileSchema),
  /** What the shop also keeps data in and this does not hold. */
  elsewhere: z.array(z.string()),
});

/** What a backup consists of; the file is written last, so a folder without it is no backup. */
export type Manifest = z.infer<typeof schema>;

/** A file of a backup, by its path in it, with slashes. */
export type BackedUpFile = z.infer<typeof fileSchema>;

export const MANIFEST = 'manifest.json';

export function writeManifest(folder: string, manifest: Manifest): void {
  const draft = join(folder, `${MANIFEST}.new`);
  writeFileSync(draft, `${JSON.stringify(manifest, null, 2)}\n`, { flush: true, mode: 0o600 });
  renameSync(draft, join(folder, MANIFEST));
}

/**
 * Reads the manifest of a backup. Throws with what is wrong when the folder is none, or one of a
 * newer version.
 */
export function readManifest(folder: string): Manifest {
  let text: string;
  try {
    text = readFileSync(join(folder, MANIFEST), 'utf8');
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? `it has no ${MANIFEST}`
        : (error as Error).message;
    throw new Error(`${folder} is no backup, or one that was not finished: ${why}`, {
      cause: error,
    });
  }
  const parsed = schema.safeParse(parse(text));
  const { format } = (parse(text) ?? {}) as { format?: unknown };
  if (typeof format === 'number' && format > FORMAT)
    throw new Error(
      `the backup in ${folder} was made by a newer version of the shop (format ${format}, this one reads ${FORMAT}): restore it with that one`,
    );
  if (!parsed.success)
    throw new Error(
      `${join(folder, MANIFEST)} is torn or was not written by this shop: ${z.prettifyError(parsed.error)}`,
    );
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
