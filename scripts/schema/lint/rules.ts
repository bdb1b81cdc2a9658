import { adminGuarded } from './admin-guarded.js';
import { booleans } from './booleans.js';
import { conflictErrors } from './conflict-errors.js';
import { connections } from './connections.js';
import { contextArguments } from './context-arguments.js';
import { deprecations } from './deprecations.js';
import { foreignNullable } from './foreign-nullable.js';
import { idempotency } from './idempotency.js';
import { ids } from './ids.js';
import type { Rule } from './lint-input.js';
import { listSize } from './list-size.js';
import { money } from './money.js';
import { mutationNames } from './mutation-names.js';
import { names } from './names.js';
import { guardedNullable, rootNullable } from './nullability.js';
import { payloads } from './payloads.js';
import { requires } from './requires.js';
import { sharedTypes } from './shared-types.js';
import { times } from './times.js';
import { userErrors } from './user-errors.js';

/** The lintable rules of docs/schema-rules.md, one file each. */
export const RULES: Rule[] = [
  ids,
  money,
  contextArguments,
  connections,
  listSize,
  userErrors,
  payloads,
  guardedNullable,
  rootNullable,
  foreignNullable,
  mutationNames,
  idempotency,
  conflictErrors,
  names,
  times,
  booleans,
  sharedTypes,
  requires,
  adminGuarded,
  deprecations,
];
