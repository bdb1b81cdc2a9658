import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { SourceFile } from './source-files.js';

interface Manifest {
  name?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const WORKSPACE = /^(packages\/[^/]+|subgraphs\/[^/]+\/events|subgraphs\/[^/]+|gateway|shop)\//;
const TEST = /\.(test|e2e|contract|fixture)\.ts$|\/(test|testing|fixtures?)\/|^packages\/testing\//;
/**
 * Statements at the start of a line, and `import()`, types included: what is written inside a
 * string of a test is no import.
 */
const SPECIFIERS =
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/**
 * Every package that a workspace imports is named in its own package.json, types included: what
 * only the root installs is missing from the service's image. Tests may use what the root has, and
 * every workspace: they run in the repository only.
 */
export function declaredImports(root: string, files: readonly SourceFile[]): string[] {
  const manifests = new Map<string, Manifest>();
  const manifestOf = (folder: string) => {
    const path = join(root, folder, 'package.json');
    if (!manifests.has(folder))
      manifests.set(
        folder,
        existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : {},
      );
    return manifests.get(folder)!;
  };
  const shared = manifestOf('').devDependencies ?? {};
  const problems = new Map<string, string>();
  for (const { path, text } of files) {
    const folder = WORKSPACE.exec(path)?.[1];
    if (!folder) continue;
    const { name = '', dependencies = {}, devDependencies = {} } = manifestOf(folder);
    const isTest = TEST.test(path);
    const known = isTest ? { ...shared, ...dependencies, ...devDependencies } : dependencies;
    for (const imported of packagesOf(text)) {
      if (imported === name || imported in known || (isTest && imported.startsWith('@emporium/')))
        continue;
      problems.set(
        `${folder} ${imported}`,
        `${folder}/package.json: name ${imported}, which ${path} imports`,
      );
    }
  }
  return [...problems.values()].sort();
}

function packagesOf(text: string): Set<string> {
  const packages = new Set<string>();
  for (const match of text.matchAll(SPECIFIERS)) {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    if (specifier.startsWith('.') || isBuiltin(specifier)) continue;
    packages.add(
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  }
  return packages;
}
