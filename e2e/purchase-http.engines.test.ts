import { deploymentUrl } from '@emporium/testing/deployment-url';
import { test } from 'vitest';
import { describePurchase } from './purchase-journey.js';

// A deployment has one transport, and purchase-direct.e2e.ts goes through it.
if (deploymentUrl())
  test('purchase over HTTP transport', (context) =>
    context.skip('E2E_URL is set: the deployment decides its transport'));
else describePurchase('subgraphs over HTTP', { SUBGRAPH_TRANSPORT: 'http' });
