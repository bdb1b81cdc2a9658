/** notifications publishes no events: what it tells, it tells people. The file exists so that every subgraph has the same face. */
export {};
