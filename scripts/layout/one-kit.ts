import type { SourceFile } from './source-files.js';

const NOT_PRODUCT = /\.(test|e2e|contract|fixture)\.ts$|\/(test|testing)\//;
const SUBGRAPH = /^subgraphs\/[^/]+\/src\//;

interface Rule {
  /** Where a second way is looked for. */
  path: RegExp;
  /** Where the one way is, or needs not be taken. */
  except?: RegExp;
  /** The second way. */
  form: RegExp;
  remedy: string;
}

/** One rule for each thing that every subgraph does. */
const RULES: readonly Rule[] = [
  {
    path: SUBGRAPH,
    form: /\{ (?:\w+: null, )?userErrors: (?:\[(?!\])|parsed\b|errors\b)|class \w+ extends Error \{[^}]*\bUserError\b/,
    remedy:
      'throws a Rejection (packages/graphql), which undoes what was begun and becomes userErrors in asPayload',
  },
  {
    path: SUBGRAPH,
    except: /\/(provider|import|reconcile|invariants)\//,
    form: /\.safeParse\(/,
    remedy:
      'reads input by checked (packages/graphql), which throws a Rejection with the path of each problem',
  },
  {
    path: SUBGRAPH,
    form: /\bidempotent\(|insertInto\('IdempotencyRecord'|selectFrom\('IdempotencyRecord'\)/,
    remedy:
      'takes once (packages/platform), or recordedCall (packages/db) when the answer is made from state',
  },
  {
    path: /^(subgraphs\/[^/]+\/src|packages|gateway|shop)\//,
    except: /^packages\/graphql\/src\/input\//,
    form: /z\s*\.string\(\)\s*\.trim\(\)|z\s*\.email\(|\.refine\([^\n]*\\p\{C|idempotencyKey: z\b/,
    remedy:
      'takes singleLine, severalLines, emailAddress, postalAddress or idempotencyKey (packages/graphql/src/input)',
  },
  {
    path: SUBGRAPH,
    // An engine sorts by itself, and its cursors with it.
    except: /^subgraphs\/search\/src\/search\//,
    form: /\b(?:en|de)codeCursor\(|badUserInput\(\s*'The cursor/,
    remedy: 'takes keysetPage and keysetCursor, and wrongCursor for a bad one (packages/graphql)',
  },
  {
    path: SUBGRAPH,
    form: /new GraphQLError\(/,
    remedy: 'throws one of app-errors (packages/graphql), whose codes are listed in error-codes',
  },
  {
    path: /^(packages|gateway|subgraphs|scripts)\//,
    except: /^packages\/graphql\/src\/error-codes\.ts$/,
    form: /(?:new Set(?:<\w+>)?\(|: readonly string\[\] = )\[\s*'(?:UNAUTHENTICATED|RATE_LIMITED)'/,
    remedy: 'takes the lists of error-codes (packages/graphql)',
  },
  {
    path: SUBGRAPH,
    except: /\/invariants\//,
    form: /\bInvariantCheck\b/,
    remedy: 'an invariant stands in src/invariants',
  },
  {
    path: SUBGRAPH,
    form: /\binRanges\(/,
    remedy: 'walks by overRanges (packages/platform)',
  },
  {
    path: SUBGRAPH,
    except: /\.job\.ts$/,
    form: /\beveryMs:/,
    remedy: 'a job is a file <verb>.job.ts that exports a Job; subgraph.ts only lists it',
  },
  {
    path: SUBGRAPH,
    form: /Envelope<\{|z\.infer<typeof \w+\.schema>|extends EventDefinition<infer/,
    remedy: 'takes EventData<typeof X> (packages/bus) for the data of an event',
  },
  {
    path: SUBGRAPH,
    except: /^subgraphs\/[^/]+\/src\/context\.ts$/,
    form: /import type \{ Ctx as |type \w*Ctx = |\bCtx<|@Ctx\(\)|interface \w+Services\b/,
    remedy:
      'the context is called Ctx: that of src/context.ts, which names the services, or of packages/platform where there are none; ' +
      "type-graphql's decorator is imported as Context",
  },
  {
    path: SUBGRAPH,
    except: /\.payload\.ts$/,
    form: /@ObjectType\('\w+Payload'/,
    remedy: 'a payload is a file <noun>.payload.ts',
  },
];

/**
 * A second way for something that packages/ has one way for, so that all subgraphs answer alike.
 */
export function oneKit(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !NOT_PRODUCT.test(path))
    .flatMap(({ path, text }) => [
      ...RULES.flatMap((rule) => {
        const found =
          rule.path.test(path) && !rule.except?.test(path) ? rule.form.exec(text) : null;
        return found ? [`${path}:${lineOf(text, found.index)}: ${rule.remedy}`] : [];
      }),
      ...(SUBGRAPH.test(path) ? unansweredMutations(path, text) : []),
    ]);
}

/** Mutations with a payload that does not come from asPayload. */
function unansweredMutations(path: string, text: string): string[] {
  return [...text.matchAll(/@Mutation\(\(\) => \w*Payload\b[\s\S]*?\n {2}\}\n/g)]
    .filter(([method]) => !/\b(?:asPayload|asSimplePayload|payload)\(/.test(method))
    .map(
      ({ index }) =>
        `${path}:${lineOf(text, index)}: answers a mutation by asPayload (packages/graphql)`,
    );
}

const lineOf = (text: string, index: number) => text.slice(0, index).split('\n').length;
