import { objectTypes, rootFields, unionTypes } from './elements.js';
import type { Finding, Rule } from './lint-input.js';
import { baseType, isNonNull } from './type-text.js';

/**
 * docs/schema-rules.md, rules 9 and 10: a mutation that takes a key or a version can say that it
 * was reused or is stale.
 */
export const conflictErrors: Rule = {
  name: 'conflict-errors',
  check(subgraphs) {
    return subgraphs.flatMap((subgraph) => {
      const unions = new Map(
        unionTypes(subgraph).map((u) => [
          u.name.value,
          new Set((u.types ?? []).map((t) => t.name.value)),
        ]),
      );
      const payloads = new Map(
        objectTypes(subgraph).map((t) => [
          t.name.value,
          t.fields?.find((f) => f.name.value === 'userErrors'),
        ]),
      );
      return rootFields([subgraph], 'Mutation').flatMap(({ field, where }): Finding[] => {
        const errors = payloads.get(baseType(field.type));
        const members = errors && unions.get(baseType(errors.type));
        if (!members) return [];
        const takes = (name: string) =>
          field.arguments?.some((a) => a.name.value === name && isNonNull(a.type));
        const needs = [
          ...(takes('idempotencyKey') ? ['IdempotencyKeyReusedError'] : []),
          ...(takes('expectedVersion') ? ['VersionConflictError'] : []),
        ];
        return needs
          .filter((name) => !members.has(name))
          .map((name) => ({
            where,
            message: `add ${name} to union ${errors ? baseType(errors.type) : ''}`,
          }));
      });
    });
  },
};
