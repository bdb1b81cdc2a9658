import { describeKeyValue } from './key-value.contract.js';
import { openMemoryKeyValue } from './memory-key-value.js';

describeKeyValue('memory', async () => {
  let clock = Date.parse('2026-01-01T00:00:00Z');
  return {
    store: openMemoryKeyValue(() => clock),
    elapse: async (seconds) => {
      clock += seconds * 1_000;
    },
  };
});
