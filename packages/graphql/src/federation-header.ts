/**
 * Links every subgraph to federation 2.9: the highest version whose features composition 2.14 and
 * the subgraph library share.
 */
export const FEDERATION_HEADER = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@tag", "@inaccessible", "@authenticated", "@requiresScopes", "@cost", "@listSize"])`;
