import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../examples/queries/', import.meta.url));

/** One of `examples/queries`, as the explorer shows it. */
export interface Example {
  /** File name without extension; other examples refer to its answer by it. */
  name: string;
  query: string;
  variables: unknown;
}

/** All examples in the order of their numbers. */
export function readExamples(): Example[] {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.graphql'))
    .sort();
  return names.map((file) => {
    const name = file.slice(0, -'.graphql'.length);
    const variables = `${FOLDER}${name}.variables.json`;
    return {
      name,
      query: readFileSync(`${FOLDER}${file}`, 'utf8'),
      variables: existsSync(variables) ? JSON.parse(readFileSync(variables, 'utf8')) : {},
    };
  });
}

/**
 * Variables with each `<example: path>` replaced by that value of the example's answer. Throws when
 * there is no such value.
 */
export function fillIn(value: unknown, answers: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => fillIn(item, answers));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fillIn(item, answers)]),
    );
  const reference = typeof value === 'string' ? /^<(\S+): (\S+)>$/.exec(value) : null;
  if (!reference) return value;
  const [, name, path] = reference as unknown as [string, string, string];
  const found = path
    .split('.')
    .reduce<unknown>(
      (inner, step) => (inner as Record<string, unknown> | undefined)?.[step],
      answers.get(name),
    );
  if (found === undefined || found === null)
    throw new Error(`${value as string} is not in the answers so far`);
  return found;
}
