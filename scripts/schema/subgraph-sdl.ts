/**
 * What composition and lint read: one subgraph's schema, whether it came from code, from `schema/`
 * or from a fixture.
 */
export interface SubgraphSdl {
  name: string;
  routingUrl: string;
  sdl: string;
}
