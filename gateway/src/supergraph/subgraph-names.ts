import { Kind, parse } from 'graphql';

/** The subgraphs that a supergraph is composed of, in its order. Throws when it is not GraphQL. */
export function subgraphNames(sdl: string): string[] {
  return parse(sdl, { noLocation: true }).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph')
      return [];
    return (definition.values ?? []).flatMap(({ directives }) =>
      (directives ?? []).flatMap((directive) =>
        (directive.arguments ?? []).flatMap(({ name, value }) =>
          directive.name.value === 'join__graph' &&
          name.value === 'name' &&
          value.kind === Kind.STRING
            ? [value.value]
            : [],
        ),
      ),
    );
  });
}
