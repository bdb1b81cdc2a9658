import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Where a password comes from when it is no terminal; for tests. */
export interface PasswordSource {
  input: NodeJS.ReadStream;
  /** Prompts go here, so that a result can be piped on. */
  output: NodeJS.WritableStream;
}

/**
 * Reads a password from the file, else from a person at the terminal (twice, unseen), else from
 * standard input. One line break at the end is not part of it. Never from the command line, which
 * every user of the machine can read. Throws with what to do.
 */
export async function readPassword(
  file: string | undefined,
  { input, output }: PasswordSource = { input: process.stdin, output: process.stderr },
): Promise<string> {
  const given =
    file === undefined
      ? input.isTTY
        ? await ask(input, output)
        : await text(input)
      : readFile(file);
  const password = given.replace(/\r?\n$/, '');
  if (/[\r\n]/.test(password))
    throw new Error('the password has more than one line: is this the right file?');
  if (password === '')
    throw new Error(
      'no password was given: type it at a terminal, send it to standard input, or name --password-file FILE',
    );
  return password;
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`--password-file ${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function ask(input: NodeJS.ReadStream, output: NodeJS.WritableStream): Promise<string> {
  // Takes what readline would echo.
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: unseen, terminal: true });
  // From the start on, so that nothing is lost of what is typed or pasted ahead.
  const typed = lines[Symbol.asyncIterator]();
  lines.once('SIGINT', () => lines.close());
  const question = async (title: string): Promise<string> => {
    output.write(title);
    const answer = await typed.next();
    output.write('\n');
    if (answer.done) throw new Error('interrupted; nothing was changed');
    return answer.value;
  };
  try {
    const first = await question('Password: ');
    if ((await question('Again: ')) !== first)
      throw new Error('the two passwords differ; nothing was changed');
    return first;
  } finally {
    lines.close();
  }
}
