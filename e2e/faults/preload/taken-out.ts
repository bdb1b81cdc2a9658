// Loaded into every service before its own code, for red proofs: takes a protection out of built
// files while they are loaded. Nothing on disk changes. A text that is not there exactly once ends
// the process: a proof that takes out nothing proves nothing. Node runs this file as it is, so it
// imports nothing of ours.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

interface Edit {
  file: string;
  from: string;
  to: string;
}

const { searchParams } = new URL(import.meta.url);
const edits = JSON.parse(readFileSync(searchParams.get('edits') ?? '', 'utf8')) as Edit[];

registerHooks({
  load: (url, context, nextLoad) => {
    const wanted = edits.filter(({ file }) => url.endsWith(`/${file}`));
    const loaded = nextLoad(url, context);
    if (wanted.length === 0) return loaded;
    let source = String(loaded.source);
    for (const { file, from, to } of wanted) {
      if (source.split(from).length !== 2) {
        process.stderr.write(`red proof: ${file} does not have this once: ${from}\n`);
        process.exit(78);
      }
      source = source.replace(from, () => to);
    }
    return { ...loaded, source };
  },
});
