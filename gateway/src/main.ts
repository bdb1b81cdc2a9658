import { loadConfig } from '@emporium/platform/config/load-config';
import { GATEWAY_NEEDS } from '@emporium/platform/config/needs';
import { exitOnStartError } from '@emporium/platform/exit-on-start-error';
import { runGateway } from './run-gateway.js';

await exitOnStartError(() => runGateway(loadConfig(undefined, [], {}, GATEWAY_NEEDS)));
