import { type ConstDirectiveNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { GENERATED, stableSdl } from './stable-sdl.js';
import { apiSchema } from './api-schema.js';
import { linkInaccessible } from './link-inaccessible.js';
import { printReachable } from './print-reachable.js';

const INACCESSIBLE: ConstDirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'inaccessible' },
};

type Tagged = { directives?: readonly ConstDirectiveNode[] | undefined };

function has(node: Tagged, directive: string, tag?: string): boolean {
  return (node.directives ?? []).some(
    (d) =>
      d.name.value === directive &&
      (tag === undefined ||
        d.arguments?.some(
          (a) => a.name.value === 'name' && a.value.kind === Kind.STRING && a.value.value === tag,
        )),
  );
}

function hidden<T extends Tagged>(node: T): T | undefined {
  if (!has(node, 'tag', 'admin') || has(node, 'inaccessible')) return undefined;
  return { ...node, directives: [...(node.directives ?? []), INACCESSIBLE] };
}

/**
 * Types all of whose fields or members are hidden would be empty, which GraphQL forbids: they are
 * hidden as well.
 */
function hideEmpty(document: DocumentNode): DocumentNode {
  const empty = <T extends Tagged & { fields?: readonly Tagged[] }>(node: T): T | undefined =>
    !has(node, 'inaccessible') &&
    node.fields?.length &&
    node.fields.every((field) => has(field, 'inaccessible'))
      ? { ...node, directives: [...(node.directives ?? []), INACCESSIBLE] }
      : undefined;
  return visit(document, {
    ObjectTypeDefinition: empty,
    InterfaceTypeDefinition: empty,
    InputObjectTypeDefinition: empty,
  });
}

/**
 * The `storefront` contract: the supergraph with everything tagged `admin` made inaccessible. Any
 * router can serve it alone.
 */
export function storefrontSupergraph(supergraph: string): string {
  const tagged = visit(linkInaccessible(parse(supergraph, { noLocation: true })), {
    ObjectTypeDefinition: { leave: hidden },
    InterfaceTypeDefinition: { leave: hidden },
    UnionTypeDefinition: hidden,
    EnumTypeDefinition: { leave: hidden },
    EnumValueDefinition: hidden,
    ScalarTypeDefinition: hidden,
    InputObjectTypeDefinition: { leave: hidden },
    FieldDefinition: { leave: hidden },
    InputValueDefinition: hidden,
  });
  return `${GENERATED}\n${print(hideEmpty(tagged))}\n`;
}

/**
 * The public SDL of the contract, without types that no storefront operation can reach. Throws when
 * a public element needs a hidden one; the remedy is to tag that element too.
 */
export function storefrontSdl(supergraph: string): string {
  try {
    return stableSdl(printReachable(apiSchema(storefrontSupergraph(supergraph))));
  } catch (error) {
    throw new Error(
      `the storefront contract does not compose; tag the elements below with @tag(name: "admin") as well:\n${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}
