import type { GraphQLSchema } from 'graphql';

/** What came back for a request. */
export interface Received {
  /** 0: nothing came. */
  status: number;
  text: string;
  /** Why nothing came. */
  failure?: string;
}

/** Nothing of how the shop is built may show in an answer. */
export const LEAK =
  /node_modules|\.[jt]s:\d|\bat \S+ \(|postgres|pglite|mikro|kysely|syntax error at|select .* from|relation "|violates|ECONN|127\.0\.0\.1|\/work\/|\/tmp\//i;
const TELLS_TYPES =
  /Did you mean|cannot represent|got invalid value|is not defined by|Expected (value of )?type|of (required|non-null) type/;

/** Judges answers of a production-mode shop; `mayNotSee` are texts of other people's data. */
export function answerJudge(
  schema: GraphQLSchema,
  mayNotSee: readonly string[],
): (sent: string, received: Received, isStaff: boolean) => string[] {
  // Names of one word are also words of ordinary sentences.
  const names = Object.keys(schema.getTypeMap()).filter(
    (name) => /[a-z][A-Z]/.test(name) && !name.startsWith('__'),
  );
  const typeName = new RegExp(`\\b(${names.join('|')})\\b`);
  return (sent, { status, text, failure }, isStaff) => {
    if (status === 0) return [`no answer: ${failure}`];
    const found: string[] = [];
    if (status >= 500) found.push(`status ${status}`);
    const body = read(text);
    if (!body) return [...found, `the body is not JSON: ${text.slice(0, 200)}`];
    if (body.data === undefined && !body.errors?.length) found.push('neither data nor errors');
    for (const error of body.errors ?? []) {
      const code = error.extensions?.code;
      if (typeof code !== 'string' || typeof error.extensions?.requestId !== 'string')
        found.push(`an error without code or request id: ${error.message}`);
      if (code === 'INTERNAL_SERVER_ERROR' || code === 'SUBGRAPH_UNAVAILABLE')
        found.push(`${code} at ${error.path?.filter(isName).join('.') ?? 'request'}`);
      const name = typeName.exec(error.message)?.[0];
      if (TELLS_TYPES.test(error.message) || (name && !sent.includes(name)))
        found.push(`a message tells of the schema: ${error.message}`);
    }
    for (const message of [
      ...(body.errors ?? []).map((error) => error.message),
      ...messagesIn(body.data),
    ]) {
      const leak = LEAK.exec(message)?.[0];
      if (leak && !sent.includes(leak))
        found.push(`a message tells of the inside: ${message.slice(0, 300)}`);
    }
    if (!isStaff)
      for (const secret of mayNotSee)
        if (text.includes(secret) && !sent.includes(secret))
          found.push(`data of other people: ${secret}`);
    return [...new Set(found)];
  };
}

interface Body {
  data?: unknown;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions?: { code?: unknown; requestId?: unknown };
  }[];
}

function read(text: string): Body | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const isName = (step: string | number) => typeof step === 'string';

/** Messages of expected errors. */
function messagesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(messagesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key.endsWith('message') && typeof inner === 'string' ? [inner] : messagesIn(inner),
  );
}
