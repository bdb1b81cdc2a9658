import { parse, print, visit, type ConstDirectiveNode, type DefinitionNode } from 'graphql';

/**
 * Adds directives to definitions (`Type`) and enum values (`Enum.VALUE`) of an SDL text. Throws for
 * a coordinate that does not exist.
 */
export function addDirectives(sdl: string, directives: Record<string, string[]>): string {
  if (Object.keys(directives).length === 0) return sdl;
  const open = new Set(Object.keys(directives));
  const more = (coordinate: string): ConstDirectiveNode[] => {
    open.delete(coordinate);
    return (directives[coordinate] ?? []).map(parseDirective);
  };
  const document = visit(parse(sdl), {
    enter(node, _key, _parent, _path, ancestors) {
      if (node.kind === 'EnumValueDefinition') {
        const owner = ancestors.findLast(
          (a) => !Array.isArray(a) && (a as DefinitionNode).kind === 'EnumTypeDefinition',
        ) as {
          name: { value: string };
        };
        return {
          ...node,
          directives: [
            ...(node.directives ?? []),
            ...more(`${owner.name.value}.${node.name.value}`),
          ],
        };
      }
      if (
        /^(Enum|Union|Scalar|ObjectType|InputObjectType|Interface)/.test(node.kind) &&
        node.kind.endsWith('Definition') &&
        'name' in node &&
        node.name &&
        'directives' in node
      ) {
        const name = (node.name as { value: string }).value;
        return {
          ...node,
          directives: [...((node.directives as ConstDirectiveNode[]) ?? []), ...more(name)],
        };
      }
      return undefined;
    },
  });
  if (open.size > 0)
    throw new Error(`directives for unknown schema elements: ${[...open].join(', ')}`);
  return print(document);
}

function parseDirective(text: string): ConstDirectiveNode {
  const [definition] = parse(`scalar S ${text}`).definitions;
  return (definition as unknown as { directives: ConstDirectiveNode[] }).directives[0]!;
}
