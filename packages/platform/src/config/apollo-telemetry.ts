/**
 * Keeps @apollo/gateway from reporting usage to its vendor: it offers no option for that, only this
 * variable, read when a gateway is constructed.
 */
export function disableApolloTelemetry(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}
