import { describeRace } from './describe-race.js';

describeRace('embedded database');
