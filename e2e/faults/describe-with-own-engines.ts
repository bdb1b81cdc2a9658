import { describe, test } from 'vitest';
import { enginesTool } from './own-engines.js';

/**
 * Declares tests that start engines of their own; where the tool for that is missing the suite
 * counts as one skipped test, with the reason.
 */
export function describeWithOwnEngines(name: string, fn: (tool: string) => void): void {
  const tool = enginesTool();
  if (tool) describe(name, () => fn(tool));
  else
    test(`${name} (whole suite)`, (context) =>
      context.skip('there is no tool to start engines with: ENGINES_TOOL names its folder'));
}
