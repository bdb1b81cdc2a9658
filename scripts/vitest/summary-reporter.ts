import { writeSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

const reasonOf = (test: TestCase) => {
  const result = test.result();
  return result.state === 'skipped' && result.note ? ` (${result.note})` : '';
};

/**
 * Names every skipped test with its reason and ends the output with one line that people and CI
 * read: `N passed, N failed, N skipped`.
 */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    const skipped: string[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state] += 1;
        if (state === 'skipped')
          skipped.push(`skipped: ${module.relativeModuleId} > ${test.fullName}${reasonOf(test)}`);
      }
      // A file that does not load, or a suite whose hook fails, has failed although no test of its
      // own says so.
      count.failed += [module, ...module.children.allSuites()].filter(
        (part) => part.errors().length > 0,
      ).length;
    }
    count.failed += count.pending;
    if (count.failed) process.exitCode = 1;
    // Written at exit, because other reporters and the shutdown still print after this hook.
    process.on('exit', () => {
      writeSync(
        1,
        `${skipped.map((line) => `${line}\n`).join('')}${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`,
      );
    });
  }
}
