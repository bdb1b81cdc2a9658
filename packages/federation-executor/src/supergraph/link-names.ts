import { Kind, type ConstDirectiveNode, type DocumentNode, type StringValueNode } from 'graphql';

/** Names under which the composed schema knows the directives that the gateway interprets. */
export interface LinkedDirectives {
  authenticated?: string;
  requiresScopes?: string;
  cost?: string;
  listSize?: string;
}

/** One `@link` of the supergraph. */
interface Link {
  spec: string;
  /** Prefix of names that are not imported. */
  prefix: string;
  security: boolean;
  /** Spec name (`@listSize`) to name in the document. */
  imports: Map<string, string>;
}

const SPEC_URL = /^https:\/\/specs\.apollo\.dev\/([A-Za-z][\w-]*)\/v\d+\.\d+$/;
/** Security features that we enforce ourselves, or (inaccessible) that @apollo/gateway enforces. */
const ENFORCED = new Set(['authenticated', 'requiresScopes']);
const KNOWN_SECURITY = new Set([...ENFORCED, 'inaccessible']);

/**
 * Reads the directive names from the links of a supergraph. Throws when a link is marked SECURITY
 * and names a feature that nobody here enforces: refusing to serve is the safe answer.
 */
export function linkedDirectives(supergraph: DocumentNode): LinkedDirectives {
  const names: LinkedDirectives = {};
  for (const link of links(supergraph)) {
    if (link.security && !KNOWN_SECURITY.has(link.spec))
      throw new Error(`supergraph asks for the unknown security feature ${link.spec}`);
    const nameOf = (directive: string) =>
      link.imports.get(`@${directive}`) ??
      (directive === link.spec ? link.prefix : `${link.prefix}__${directive}`);
    if (link.spec === 'authenticated') names.authenticated = nameOf('authenticated');
    if (link.spec === 'requiresScopes') names.requiresScopes = nameOf('requiresScopes');
    if (link.spec === 'cost')
      Object.assign(names, { cost: nameOf('cost'), listSize: nameOf('listSize') });
  }
  return names;
}

/**
 * True for a `@link` of a feature that the gateway enforces itself and @apollo/gateway would refuse
 * to load.
 */
export function isEnforcedLink(directive: ConstDirectiveNode): boolean {
  const link = directive.name.value === 'link' ? readLink(directive) : undefined;
  return link !== undefined && ENFORCED.has(link.spec);
}

function* links(document: DocumentNode): Generator<Link> {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION)
      continue;
    for (const directive of definition.directives ?? []) {
      const link = directive.name.value === 'link' ? readLink(directive) : undefined;
      if (link) yield link;
    }
  }
}

function readLink(directive: ConstDirectiveNode): Link | undefined {
  const argument = (name: string) => directive.arguments?.find((a) => a.name.value === name)?.value;
  const url = argument('url');
  const spec = url?.kind === Kind.STRING ? SPEC_URL.exec(url.value)?.[1] : undefined;
  if (!spec) return undefined;
  const as = argument('as');
  const purpose = argument('for');
  const imports = new Map<string, string>();
  const list = argument('import');
  for (const entry of list?.kind === Kind.LIST ? list.values : []) {
    if (entry.kind === Kind.STRING) imports.set(entry.value, bare(entry.value));
    if (entry.kind !== Kind.OBJECT) continue;
    const field = (name: string) =>
      entry.fields.find((f) => f.name.value === name)?.value as StringValueNode | undefined;
    const name = field('name')?.value;
    if (name) imports.set(name, bare(field('as')?.value ?? name));
  }
  return {
    spec,
    prefix: as?.kind === Kind.STRING ? as.value : spec,
    security: purpose?.kind === Kind.ENUM && purpose.value === 'SECURITY',
    imports,
  };
}

const bare = (name: string) => name.replace(/^@/, '');
