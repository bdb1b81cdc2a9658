import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What the safelist does with an operation that is not on it. */
export type SafelistMode = 'off' | 'log' | 'enforce';

const manifestRules = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1).max(200), body: z.string().min(1) })),
});

/** The operations of a shop's own clients. */
export interface OperationManifest {
  /** The document under an id, or undefined. */
  byId(id: string): string | undefined;
  /** True when a client may send this very document. */
  has(document: string): boolean;
  readonly size: number;
}

/**
 * Reads a manifest in Apollo's persisted query format. Throws with the file's name when it cannot
 * be read.
 */
export function readManifest(path: string): OperationManifest {
  let operations: z.infer<typeof manifestRules>['operations'];
  try {
    ({ operations } = manifestRules.parse(JSON.parse(readFileSync(path, 'utf8'))));
  } catch (error) {
    throw new Error(`${path} is no operation manifest: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const bodies = new Map(operations.map(({ id, body }) => [id, body]));
  // Clients may also go by the hash, as for automatically persisted queries.
  for (const { body } of operations)
    bodies.set(createHash('sha256').update(body).digest('hex'), body);
  const documents = new Set(bodies.values());
  return {
    byId: (id) => bodies.get(id),
    has: (document) => documents.has(document),
    size: operations.length,
  };
}
