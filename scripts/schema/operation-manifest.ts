import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, print } from 'graphql';

/**
 * The operations of a folder of documents as Apollo's persisted query manifest, by which `SAFELIST`
 * lets them run. Throws for a document with several.
 */
export function operationManifest(folder: string): string {
  const operations = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => {
      const document = parse(readFileSync(join(folder, name), 'utf8'));
      const found = document.definitions.filter(
        (definition) => definition.kind === Kind.OPERATION_DEFINITION,
      );
      const [operation] = found;
      if (!operation?.name || found.length > 1)
        throw new Error(`${name} must have one named operation to stand in the manifest`);
      const body = print(document);
      return {
        id: createHash('sha256').update(body).digest('hex'),
        name: operation.name.value,
        type: operation.operation,
        body,
      };
    });
  return `${JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }, null, 2)}\n`;
}
