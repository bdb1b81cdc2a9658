/** The subgraph of `node` and `nodes`: no process, the gateway answers for it. */
export const NODE_SUBGRAPH = 'node';

/** As many ids as one call of `nodes` may ask for. */
export const MAX_NODE_IDS = 50;

/** A type names the prefix of its ids by a tag that begins with this, e.g. `id-ord`. */
export const ID_TAG = 'id-';
