import type { SourceFile } from './source-files.js';

const PRODUCT = /^packages\/(?!testing\/)/;
const NOT_PRODUCT = /\.(test|contract|fixture)\.ts$/;
/**
 * Whose servers a port may be on, apart from those of the platform's own ports (PostgreSQL, Kafka,
 * Redis).
 */
const PROVIDERS = ['stripe', 's3', 'minio', 'smtp', 'elasticsearch', 'opensearch'];
/** Words of PostgreSQL. */
const FOREIGN = /\bsearch_path\b/g;
const REMEDY =
  "it belongs to its owner: to the subgraph's config, its package of events or its own code";

/**
 * Packages serve every subgraph, so their code names none, nor a topic or a provider: a new
 * subgraph must not need a change there. Words in comments are free, and a word that only looks
 * like a name (`media` in a permission) is one when it is a text of its own or a part of an
 * identifier. A package that is called like a subgraph, or after one (`pricing-replica`), may say its own name.
 */
export function packagesWithoutDomain(
  files: readonly SourceFile[],
  subgraphs: readonly string[],
): string[] {
  const topics = new Set(
    files
      .filter(({ path }) => /^subgraphs\/[^/]+\/events\//.test(path))
      .flatMap(({ text }) => [...text.matchAll(/'(\w+_events)'/g)].map(([, topic]) => topic!)),
  );
  return files
    .filter(({ path }) => PRODUCT.test(path) && !NOT_PRODUCT.test(path))
    .flatMap(({ path, text }) =>
      codeLines(text).flatMap((line, index) => {
        const others = subgraphs.filter(
          (name) => !/^[/-]/.test(path.split(`packages/${name}`)[1] ?? ''),
        );
        const found = namedIn(line, others, topics);
        return found ? [`${path}:${index + 1}: names ${found}; ${REMEDY}`] : [];
      }),
    );
}

function namedIn(
  line: string,
  subgraphs: readonly string[],
  topics: ReadonlySet<string>,
): string | undefined {
  const texts = [...line.matchAll(/'([^']*)'|"([^"]*)"|`([^`]*)`/g)].map(
    ([, single, double, template]) => single ?? double ?? template ?? '',
  );
  const topic = texts.find((text) => topics.has(text));
  if (topic) return `the topic ${topic}`;
  const provider = PROVIDERS.find((name) => wordsOf(line).includes(name));
  if (provider) return `the provider ${provider}`;
  const named = subgraphs.find(
    (name) => texts.includes(name) || identifiersOf(line).some((words) => words.includes(name)),
  );
  return named && `the subgraph ${named}`;
}

/** Identifiers of several words, each as its words: `mediaUrl`, `USERS_DATABASE_URL`. */
function identifiersOf(line: string): string[][] {
  return [...line.matchAll(/[A-Za-z_$][\w$]*/g)]
    .map(([identifier]) => wordsOf(identifier))
    .filter((words) => words.length > 1);
}

const wordsOf = (text: string) =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** The lines of a text with its comments blanked. */
function codeLines(text: string): string[] {
  const blank = (comment: string) => comment.replace(/[^\n]/g, ' ');
  return text
    .replace(FOREIGN, '')
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .replace(/(^|\s)\/\/.*$/gm, blank)
    .split('\n');
}
