import { ArgsType, Directive, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { badUserInput } from './app-errors.js';
import { isStorable } from './storable-text.js';

export const MAX_PAGE_SIZE = 100;

@Directive('@shareable')
@ObjectType('PageInfo', { description: 'Where a page of a connection lies.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'More items follow.' })
  hasNextPage!: boolean;
  @Field(() => Boolean, { description: 'Items precede.' })
  hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: 'Cursor of the first item of this page.' })
  startCursor?: string | null;
  @Field(() => String, { nullable: true, description: 'Cursor of the last item of this page.' })
  endCursor?: string | null;
}

@ArgsType()
export class ForwardPageArgs {
  @Field(() => Int, { nullable: true, description: 'Number of items, 1 to 100.' })
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'Cursor after which the page starts.' })
  after?: string | null;
}

@ArgsType()
export class PageArgs extends ForwardPageArgs {
  @Field(() => Int, { nullable: true, description: 'Number of items from the end, 1 to 100.' })
  last?: number | null;
  @Field(() => String, { nullable: true, description: 'Cursor before which the page ends.' })
  before?: string | null;
}

/**
 * A checked page request. `position` is the decoded cursor: sort value and id of the item next to
 * the page.
 */
export interface PageRequest {
  size: number;
  backward: boolean;
  position?: { value: string | number | null; id: string };
}

/** Edge of a connection. */
export interface EdgeOf<T> {
  cursor: string;
  node: T;
}

/** A page of items; counted() adds a totalCount that is worked out only when asked for. */
export interface ConnectionOf<T> {
  edges: EdgeOf<T>[];
  nodes: T[];
  pageInfo: PageInfo;
  totalCount?: number | Promise<number> | null;
}

/**
 * Encodes the keyset position of an item. `order` names the sort, so that a cursor cannot be used
 * with another one.
 */
export function encodeCursor(
  order: string,
  value: string | number | Date | null,
  id: string,
): string {
  const plain = value instanceof Date ? value.toISOString() : value;
  return Buffer.from(JSON.stringify([order, plain, id])).toString('base64url');
}

/** Says that a cursor is of another list, or none. */
export const wrongCursor = () =>
  badUserInput(
    'The cursor is not one of this list: take startCursor or endCursor of its pageInfo.',
  );

/**
 * The instant of a cursor of a list that is sorted by time. Throws BAD_USER_INPUT when its value is
 * none.
 */
export function cursorInstant(position: { value: string | number | null }): Date {
  const at = typeof position.value === 'string' ? new Date(position.value) : undefined;
  if (!at || Number.isNaN(at.getTime())) throw wrongCursor();
  return at;
}

/** Decodes a cursor made for the same order. Throws BAD_USER_INPUT for anything else. */
export function decodeCursor(
  order: string,
  cursor: string,
): { value: string | number | null; id: string } {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(decoded) && decoded.length === 3) {
      const [kind, value, id] = decoded as unknown[];
      const valid =
        value === null ||
        typeof value === 'string' ||
        (typeof value === 'number' && Number.isFinite(value));
      // What is inside a cursor has been no text of the request so far: it would fail in SQL
      // instead of here.
      const storable =
        typeof id === 'string' && id.length <= 100 && isStorable(id) && isStorable(String(value));
      if (kind === order && valid && storable)
        return { value: value as string | number | null, id };
    }
  } catch {
    // falls through: not a cursor
  }
  throw wrongCursor();
}

function size(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 1 || value > MAX_PAGE_SIZE)
    throw badUserInput(`${name} must be between 1 and ${MAX_PAGE_SIZE}.`);
  return value;
}

/**
 * Checks page arguments. Throws BAD_USER_INPUT. Without a default, one of first and last is
 * required.
 */
export function pageRequest(
  args: Partial<PageArgs>,
  order: string,
  defaultSize?: number,
): PageRequest {
  const { first, after, last, before } = args;
  if (first != null && last != null) throw badUserInput('Give first or last, not both.');
  if (after != null && before != null) throw badUserInput('Give after or before, not both.');
  if (first == null && last == null && defaultSize === undefined)
    throw badUserInput('Give first or last (1 to 100).');
  const backward = last != null;
  if ((backward && after != null) || (!backward && before != null))
    throw badUserInput('after goes with first, before with last.');
  const cursor = backward ? before : after;
  return {
    size: backward ? size('last', last) : size('first', first ?? defaultSize!),
    backward,
    ...(cursor != null ? { position: decodeCursor(order, cursor) } : {}),
  };
}

/**
 * Builds the connection from rows fetched in the request's direction: up to `size + 1` of them,
 * nearest to the cursor first (the extra one only tells that more exist). `cursorOf` encodes an
 * item's position.
 */
export function connection<T>(
  rows: readonly T[],
  page: PageRequest,
  cursorOf: (item: T) => string,
): ConnectionOf<T> {
  const more = rows.length > page.size;
  const nodes = rows.slice(0, page.size);
  if (page.backward) nodes.reverse();
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: page.backward ? page.position !== undefined : more,
      hasPreviousPage: page.backward ? more : page.position !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** How a connection type differs from the usual one. */
export interface ConnectionTypeOptions {
  /** Directives on the connection and edge types, e.g. `@tag(name: "admin")`. */
  directives?: string[];
  /** Without totalCount. */
  uncounted?: boolean;
  /** Base name; default the node's class name. */
  name?: string;
}

/** Makes the classes `<Node>Edge` and `<Node>Connection` for a node class. */
export function connectionType<T extends object>(
  name: string,
  nodeClass: () => ClassType<T>,
  options: ConnectionTypeOptions = {},
) {
  const tagged = (target: ClassType<object>) =>
    options.directives?.forEach((d) => Directive(d)(target));

  @ObjectType(`${name}Edge`, { description: `One ${name} in a connection.` })
  class Edge {
    @Field(() => String, { description: 'Opaque position of this item.' })
    cursor!: string;
    @Field(() => nodeClass(), { description: 'The item.' })
    node!: T;
  }
  tagged(Edge);

  @ObjectType(`${name}Connection`, { description: `A page of ${name} items.` })
  class Connection {
    @Field(() => [Edge], { description: 'Items with their cursors.' })
    edges!: Edge[];
    @Field(() => [nodeClass()], { description: 'The items alone.' })
    nodes!: T[];
    @Field(() => PageInfo, { description: 'Position of the page.' })
    pageInfo!: PageInfo;
  }
  if (!options.uncounted) {
    Field(() => Int, {
      nullable: true,
      description: 'Number of all items, counted when asked for.',
    })(Connection.prototype, 'totalCount');
  }
  tagged(Connection);
  return { Edge, Connection };
}
