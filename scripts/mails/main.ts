import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/**
 * Not a dependency: 150 packages that only whoever changes the layout needs. What it makes is
 * committed, and a test compares the digest with the source.
 */
const MJML = 'mjml@5.4.1';
const folder = join(import.meta.dirname, '../../subgraphs/notifications/src/mail');
const source = readFileSync(join(folder, 'layout.mjml'), 'utf8');
const { stdout, status, stderr } = spawnSync(
  'npx',
  ['--yes', MJML, '--stdin', '--config.minify', 'true', '--config.keepComments', 'false'],
  { input: source, encoding: 'utf8', env: { ...process.env, npm_config_loglevel: 'error' } },
);
if (status !== 0 || !stdout.includes('</html>'))
  throw new Error(`${MJML} could not compile layout.mjml: ${stderr}`);
// From the first tag: what it minifies with prints advice before it.
const html = stdout.slice(stdout.indexOf('<!doctype')).trim();
const digest = createHash('sha256').update(source).digest('hex');
const target = join(folder, 'layout.ts');
const text = `/** Digest of layout.mjml, from which \`npm run mails\` made this file. */
export const LAYOUT_SOURCE = ${JSON.stringify(digest)};

/** HTML of every mail, with places for mustache. */
export const LAYOUT = ${JSON.stringify(html)};
`;
writeFileSync(target, await format(text, { ...(await resolveConfig(target)), filepath: target }));
