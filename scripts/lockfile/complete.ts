import { readFileSync, writeFileSync } from 'node:fs';
import { missingPlatformEntries } from './platform-entries.js';

// npx tsx scripts/lockfile/complete.ts: run after npm install, when the lockfile test says that
// platforms are missing.
const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const added = missingPlatformEntries(lockfile.packages);
const byPath = ([a]: [string, unknown], [b]: [string, unknown]) => a.localeCompare(b, 'en');
lockfile.packages = Object.fromEntries(
  Object.entries({ ...lockfile.packages, ...added }).sort(byPath),
);
writeFileSync('package-lock.json', `${JSON.stringify(lockfile, undefined, 2)}\n`);
console.log(`${Object.keys(added).length} entries added for other platforms`);
