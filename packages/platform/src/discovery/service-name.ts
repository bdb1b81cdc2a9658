/** The name of a subgraph, or of the gateway, among all services that one Consul knows. */
export const serviceName = (name: string): string => `emporium-${name}`;
