import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files whose waiting no source size tells: whole shops, killed processes, races. */
const LONG = /\/e2e\/|-races?\.|\/rebuild-|create-payment/;

/**
 * Starts the longest files first: one of them alone at the end would leave the other processors
 * idle. Fresh clones have no timings to sort by.
 */
export class LongFirstSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter((file) => LONG.test(file.moduleId)),
      ...sorted.filter((file) => !LONG.test(file.moduleId)),
    ];
  }
}
