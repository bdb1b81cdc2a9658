import { describePurchase } from './purchase-journey.js';

describePurchase('subgraphs in this process');
