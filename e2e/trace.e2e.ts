import { deploymentUrl } from '@emporium/testing/deployment-url';
import { test } from 'vitest';
import { describeTrace } from './trace-journey.js';

if (deploymentUrl())
  test('the trace of a purchase', (context) => context.skip('E2E_URL is set: the traces are where that deployment sends them'));
else describeTrace('in this process');
