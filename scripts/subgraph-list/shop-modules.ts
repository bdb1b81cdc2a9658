import { packageName } from './package-name.js';
import type { Follower } from './follow-list.js';

/**
 * The definitions that the shop starts: in the order of the list, owners of data before those that
 * follow them.
 */
export const shopModules: Follower = {
  file: 'shop/src/subgraphs.ts',
  follow: (
    _text,
    names,
  ) => `// Written by \`npm run schema\` from rover.yaml, the list of subgraphs.
// Brings the metadata polyfill, which has to be there before any subgraph's decorators run.
import '@emporium/graphql/federated-schema';
import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
${names
  .toSorted()
  .map((name) => `import { ${name} } from '${packageName(name)}/subgraph';`)
  .join('\n')}

/** All subgraphs, owners of data before those that follow them. */
// Each definition has services of its own type.
// oxlint-disable-next-line typescript/no-explicit-any
export const subgraphs: readonly SubgraphDefinition<any>[] = [${names.join(', ')}];
`,
};
