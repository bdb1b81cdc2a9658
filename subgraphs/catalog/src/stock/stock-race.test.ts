import { describe } from 'vitest';
import { describeStockRaces } from './stock-race.contract.js';

describe('stock races on the embedded database', () => describeStockRaces({}));
