import type { SourceFile } from './source-files.js';

const VAGUE = /(^|\/)(utils?|helpers?|common|misc|shared-utils)(\/|\.ts$|\.test\.ts$)/;
const CONFIG = /\.config\.ts$/;

/** True when a module does nothing but hand on other modules. */
function isBarrel(text: string): boolean {
  const code = text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .trim();
  return (
    code !== '' &&
    code
      .replace(/export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s+['"][^'"]+['"];?/g, '')
      .trim() === ''
  );
}

/** Names and forms that hide where behaviour lives. */
export function fileHabits(files: SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const found: string[] = [];
    if (VAGUE.test(path))
      found.push(`${path}: the name says nothing; name the file after what it does`);
    if (/(^|\/)index\.ts$/.test(path) || isBarrel(text))
      found.push(`${path}: is a barrel; import the module itself through the package's exports`);
    if (!CONFIG.test(path) && /^export default\b/m.test(text))
      found.push(`${path}: has a default export; export a name`);
    return found;
  });
}
