/** Longest text of a statement in a trace. */
const MAX_TEXT = 2_000;

/** Also one that has no end, because the text was cut. */
const STRINGS =
  /\be'(?:[^'\\]|\\.|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|\$((?:[a-z_]\w*)?)\$[\s\S]*?(?:\$\1\$|$)/gi;
/** Not the numbers of parameters ($1) and not those in names. */
const NUMBERS = /(?<![\w$."])-?\d+(?:\.\d+)?(?![\w"])/g;
/** A list of values, however long, is one shape. */
const LISTS = /\(\s*(?:\$\d+|\?)(?:::\w+)?(?:\s*,\s*(?:\$\d+|\?)(?:::\w+)?)+\s*\)/g;
const TABLE = /\b(?:from|into|update|join)\s+((?:"?\w+"?\.)*"?\w+"?)/i;

/** The statement without a value in it: literals become `?`, lists `(…)`. */
export function statementShape(sql: string): string {
  return sql
    .slice(0, 4 * MAX_TEXT)
    .replace(STRINGS, '?')
    .replace(NUMBERS, '?')
    .replace(LISTS, '(…)')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_TEXT);
}

/** Name and facts of a statement as traces show it. */
export function describeStatement(
  schema: string,
  sql: string,
): { name: string; attributes: Record<string, string | undefined> } {
  const text = statementShape(sql);
  const operation = (/^\w+/.exec(text)?.[0] ?? 'statement').toUpperCase();
  const table = TABLE.exec(text)?.[1]?.replaceAll('"', '');
  return {
    name: table ? `${operation} ${table}` : operation,
    attributes: {
      'db.system.name': 'postgresql',
      'db.namespace': schema,
      'db.operation.name': operation,
      'db.collection.name': table,
      'db.query.text': text,
    },
  };
}
