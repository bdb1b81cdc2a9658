import { access, constants, stat, statfs } from 'node:fs/promises';
import { fail, ok, warn, type Finding, type Inspection } from '@emporium/platform/inspection';

const LITTLE_BYTES = 1_000_000_000;
const TOO_LITTLE_BYTES = 100_000_000;

/** DATA_DIR: can be written, is closed to other users, and has room. */
export const inspectDataFolder: Inspection = {
  name: 'data folder',
  async run({ dataDir }) {
    const found = await stat(dataDir).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    if (!found) return [ok(`${dataDir} will be made by the first start`)];
    if (!found.isDirectory())
      return [fail(`${dataDir} is no folder`, 'set DATA_DIR to another path')];
    const writable = await access(dataDir, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!writable)
      return [
        fail(
          `${dataDir} cannot be written`,
          'let the user of the shop own it (chown), or mount it with write access',
        ),
      ];
    const findings: Finding[] = [ok(dataDir)];
    if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
      findings.push(
        warn(
          'other users of the machine can look into it',
          `chmod 700 ${dataDir}: it may hold keys, mail and hashes`,
        ),
      );
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const text = `${(free / 1_000_000_000).toFixed(1)} GB free`;
    const remedy = 'make room: without it nothing is taken any more';
    findings.push(
      free < TOO_LITTLE_BYTES
        ? fail(text, remedy)
        : free < LITTLE_BYTES
          ? warn(text, remedy)
          : ok(text),
    );
    return findings;
  },
};
