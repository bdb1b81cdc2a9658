import { BREAK, Kind, visit, type DocumentNode } from 'graphql';
import { badUserInput } from './app-errors.js';
import { isStorable, NOT_STORABLE } from './storable-text.js';

/**
 * Documents whose literals were seen; a server keeps parsed documents, so that a repeated one is
 * looked at once.
 */
const checked = new WeakSet<DocumentNode>();

/**
 * Throws BAD_USER_INPUT when a variable or literal of an operation holds text that no store can
 * hold, at any depth, names of fields included. Before anything is converted, so that no argument,
 * scalar or reference has to remember it.
 */
export function requireStorable(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>> = {},
): void {
  if (!holdsStorable(variables)) throw badUserInput(NOT_STORABLE);
  if (checked.has(document)) return;
  let isFine = true;
  visit(document, {
    [Kind.STRING]: ({ value }) => {
      isFine = isStorable(value);
      return isFine ? undefined : BREAK;
    },
  });
  if (!isFine) throw badUserInput(NOT_STORABLE);
  checked.add(document);
}

/** Only plain data is walked; an upload is an object of a class with streams inside. */
function holdsStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(holdsStorable);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && holdsStorable(inner));
}
