/**
 * `@listSize` of a connection field: what a page costs is its page size; composition needs
 * sizedFields on connections.
 */
export function connectionListSize(
  assumedSize: number,
  slicing: readonly ('first' | 'last')[] = ['first'],
  requireOne = false,
): string {
  const args = slicing.map((name) => `"${name}"`).join(', ');
  const required = requireOne ? '' : ', requireOneSlicingArgument: false';
  return `@listSize(slicingArguments: [${args}], assumedSize: ${assumedSize}${required}, sizedFields: ["edges", "nodes"])`;
}

/**
 * `@listSize` of a list without pages: how many there usually are. Before it runs an operation is
 * charged for so many, afterwards for what there was.
 */
export function assumedListSize(usual: number): string {
  return `@listSize(assumedSize: ${usual})`;
}
