// Every request does its own work: without this, equal fetches in flight at the same moment are
// sent once for all of them.
export const gatewayConfig = {
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } },
};
