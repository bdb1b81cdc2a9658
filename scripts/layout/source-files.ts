import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { walk } from './walk.js';

const FOLDERS = ['packages', 'subgraphs', 'gateway', 'shop', 'scripts', 'e2e', 'bench'];
const EXEMPT = /(^|\/)(migrations|seed|generated|fixtures)\/|(^|\/)seed\.ts$|\.d\.ts$/;

/** A TypeScript file written by hand. */
export interface SourceFile {
  path: string;
  text: string;
  lines: number;
}

/**
 * All hand-written TypeScript of the repository; migrations, seed data and generated files are not.
 */
export function sourceFiles(root: string): SourceFile[] {
  return walk(root, FOLDERS)
    .filter((path) => path.endsWith('.ts') && !EXEMPT.test(path))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0) };
    });
}
