import { posix } from 'node:path';
import type { SourceFile } from './source-files.js';

const PRODUCT = /^(packages|subgraphs|gateway)\//;
const NOT_PRODUCT = /^packages\/testing\/|\.(test|e2e|contract|fixture)\.ts$|\/testing\//;
/** Forms that open a way to another process. A mail transport that only composes opens none. */
const OPENS =
  /\bnew (?:Redis|Kafka|S3Client|Stripe|Pool|Client|pg\.Pool|pg\.Client)\(|\bfetch\(|\bhttps?Request\(|\bcreateTransport\(\{(?!\s*streamTransport)/;
/** Files that choose an adapter by the scheme of an address. */
const CHOOSES = /(^|\/)(open-[\w-]+|runtime)\.ts$/;
const REMEDY =
  'name it under `opens` of a describeSilence (packages/testing), which shows that a silent peer costs at most its deadline';

/**
 * A file that opens connections, or an adapter that an address can choose, which no silence test
 * covers; and entries of such tests that name no file any more.
 */
export function silence(files: SourceFile[]): string[] {
  const product = new Map(
    files
      .filter(({ path }) => PRODUCT.test(path) && !NOT_PRODUCT.test(path))
      .map(({ path, text }) => [path, text]),
  );
  const tests = files.filter(
    ({ path, text }) =>
      path.endsWith('.test.ts') && /\bdescribeSilence\(/.test(text) && !path.startsWith('scripts/'),
  );
  const covered = new Set(
    tests.flatMap(({ text }) =>
      [...text.matchAll(/\bopens: \[([^\]]*)\]/g)].flatMap(([, list]) => stringsIn(list!)),
    ),
  );
  const reaches = (path: string, seen = new Set<string>()): boolean => {
    if (covered.has(path)) return true;
    if (seen.has(path)) return false;
    seen.add(path);
    return importsOf(path, product.get(path) ?? '').some((next) => reaches(next, seen));
  };
  const openers = [...product]
    .filter(([path, text]) => OPENS.test(text) && !covered.has(path))
    .map(([path]) => path);
  const chosen = [...product]
    .filter(([path]) => CHOOSES.test(path))
    .flatMap(([path, text]) => importsOf(path, text))
    .filter((path) => path.endsWith('.adapter.ts') && product.has(path) && !reaches(path));
  return [
    ...[...new Set([...openers, ...chosen])].map(
      (path) => `${path}: speaks to another process without a test of its silence; ${REMEDY}`,
    ),
    ...[...covered]
      .filter((path) => !product.has(path))
      .map((path) => `${path}: a describeSilence names it, but there is no such file`),
  ];
}

const stringsIn = (list: string) => [...list.matchAll(/'([^']+)'/g)].map(([, text]) => text!);

/** Files of the repository that a file imports, types aside. */
function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(/(?:^import (?!type\b)[^;]*?from |\bimport\()'([^']+)'/gm)].flatMap(
    ([, from]) => {
      const [, name, file] = /^@emporium\/([\w-]+)\/(.+)$/.exec(from!) ?? [];
      if (name) return [`packages/${name}/src/${file}.ts`, `subgraphs/${name}/src/${file}.ts`];
      return from!.startsWith('.')
        ? [posix.join(posix.dirname(path), from!.replace(/\.js$/, '.ts'))]
        : [];
    },
  );
}
