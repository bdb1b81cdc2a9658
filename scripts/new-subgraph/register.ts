import type { Names } from './names.js';

const FIRST_PORT = 4001;

interface Edit {
  file: string;
  /** Returns the new text, or undefined when the place to change is not there. */
  change(text: string, names: Names): string | undefined;
}

const once = (text: string, pattern: RegExp, replacement: (match: RegExpExecArray) => string) => {
  const match = pattern.exec(text);
  return match ? text.slice(0, match.index) + replacement(match) + text.slice(match.index + match[0].length) : undefined;
};

/** Adds a line of the same shape after the last one that matches. */
function afterLast(text: string, pattern: RegExp, line: string): string | undefined {
  const last = [...text.matchAll(pattern)].at(-1);
  if (!last) return undefined;
  const end = last.index + last[0].length;
  return `${text.slice(0, end)}\n${line}${text.slice(end)}`;
}

/** Every place outside its folder that has to know a subgraph; rover.yaml is the list, the others are checked against it. */
export const registrations: Edit[] = [
  {
    file: 'rover.yaml',
    change: (text, { subgraph }) => {
      const port = FIRST_PORT + [...text.matchAll(/routing_url:/g)].length;
      return `${text.trimEnd()}\n  ${subgraph}:\n    routing_url: http://localhost:${port}/graphql\n    schema:\n      file: ./schema/subgraphs/${subgraph}.graphql\n`;
    },
  },
  {
    file: 'packages/platform/src/define-subgraph.ts',
    change: (text, { subgraph }) => once(text, /export type SubgraphName =[^;]+/, ([all]) => `${all} | '${subgraph}'`),
  },
  {
    file: 'packages/platform/src/config/config.ts',
    change: (text, { subgraph }) => once(text, /(SUBGRAPH_NAMES[^=]*= \[[^\]]*?),?\s*\]/, ([, head]) => `${head}, '${subgraph}']`),
  },
  {
    file: 'packages/platform/src/config/environment-schema.ts',
    change: (text, { subgraph, upper }) => {
      const withDatabase = afterLast(text, /^ {2}\w+_DATABASE_URL: .*$/gm, `  ${upper}_DATABASE_URL: database('${subgraph}'),`);
      return withDatabase && afterLast(withDatabase, /^ {2}SUBGRAPH_\w+_URL: .*$/gm, `  SUBGRAPH_${upper}_URL: subgraph('${subgraph}'),`);
    },
  },
  {
    file: 'shop/src/subgraphs.ts',
    change: (text, { subgraph }) => {
      const listed = once(text, /(readonly SubgraphDefinition<any>\[\] = \[[^\]]*?),?\s*\]/, ([, head]) => `${head}, ${subgraph}]`);
      return listed && `import { ${subgraph} } from '@emporium/${subgraph}/subgraph';\n${listed}`;
    },
  },
  {
    file: 'shop/package.json',
    change: (text, { subgraph }) => {
      const manifest = JSON.parse(text) as { dependencies: Record<string, string> };
      const dependencies = Object.entries({ ...manifest.dependencies, [`@emporium/${subgraph}`]: '0.1.0' }).sort(([a], [b]) =>
        a < b ? -1 : 1,
      );
      return `${JSON.stringify({ ...manifest, dependencies: Object.fromEntries(dependencies) }, undefined, 2)}\n`;
    },
  },
];
