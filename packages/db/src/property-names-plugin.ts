import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely';
import { propertyOf } from './entity-names.js';

/**
 * Renames the columns of results to properties; their values come from the drivers as they should
 * be (type-parsers.ts).
 */
export const propertyNames: KyselyPlugin = {
  transformQuery: ({ node }: PluginTransformQueryArgs): RootOperationNode => node,
  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const [first] = result.rows;
    if (!first) return result;
    const columns = Object.keys(first);
    const properties = columns.map(propertyOf);
    if (columns.every((column, i) => column === properties[i])) return result;
    return {
      ...result,
      rows: result.rows.map((row) => {
        const out: UnknownRow = {};
        for (let i = 0; i < columns.length; i++) out[properties[i]!] = row[columns[i]!];
        return out;
      }),
    };
  },
};
