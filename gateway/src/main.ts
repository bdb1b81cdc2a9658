import { loadConfig } from '@emporium/platform/config/load-config';
import { exitOnStartError } from '@emporium/platform/exit-on-start-error';
import { runGateway } from './run-gateway.js';

await exitOnStartError(() => runGateway(loadConfig()));
