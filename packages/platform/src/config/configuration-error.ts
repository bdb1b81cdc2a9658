/** All configuration problems at once; the process ends with code 78 (EX_CONFIG). */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
  constructor(readonly problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
  }
}

export const EXIT_CONFIGURATION = 78;
