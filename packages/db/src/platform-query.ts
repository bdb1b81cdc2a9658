import { typedQuery } from './typed-query.js';

/** Starts a typed statement on the tables that every subgraph has. */
export const platformQuery = typedQuery({});
