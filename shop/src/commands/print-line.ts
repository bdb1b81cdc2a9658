import type { CommandLine } from './shop-command.js';

/**
 * Prints one progress line: a bar that overwrites itself on a terminal, plain lines otherwise.
 * Returns false for an error line.
 */
export function printLine(line: CommandLine, out: NodeJS.WriteStream = process.stdout): boolean {
  const { type, text, message, done, total } = line as {
    type?: string;
    text?: string;
    message?: string;
    done?: number;
    total?: number;
  };
  if (type === 'progress' && typeof done === 'number' && typeof total === 'number') {
    printBar(done, total, out);
    return true;
  }
  // What only concerns the person who waits stays out of a report that is piped on.
  if (type === 'note') process.stderr.write(`… ${text}\n`);
  else if (type === 'error') process.stderr.write(`error: ${message ?? text ?? 'failed'}\n`);
  else out.write(`${text ?? message ?? JSON.stringify(line)}\n`);
  return type !== 'error';
}

function printBar(done: number, total: number, out: NodeJS.WriteStream): void {
  const share = total === 0 ? 1 : done / total;
  const bar = `[${'#'.repeat(Math.round(share * 30)).padEnd(30, '.')}] ${done}/${total}`;
  if (out.isTTY) out.write(`\r${bar}${done >= total ? '\n' : ''}`);
  else if (done >= total) out.write(`${bar}\n`);
}
