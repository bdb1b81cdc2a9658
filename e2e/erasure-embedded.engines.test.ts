import { deploymentUrl } from '@emporium/testing/deployment-url';
import { test } from 'vitest';
import { describeErasure } from './erasure-journey.js';

if (deploymentUrl())
  test('an erased person', (context) =>
    context.skip('E2E_URL is set: this test reads tables and the log of its own shop'));
else describeErasure('one process', () => ({}));
