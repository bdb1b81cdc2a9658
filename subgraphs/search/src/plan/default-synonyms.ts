import type { SynonymGroups } from './segments.js';

/** Synonyms that a new shop begins with, on every engine. */
export const DEFAULT_SYNONYMS: SynonymGroups = [
  ['tee', 't-shirt', 'tshirt'],
  ['trousers', 'pants'],
  ['sneakers', 'trainers'],
  ['sweater', 'jumper', 'pullover'],
  ['sofa', 'couch'],
  ['bag', 'handbag'],
  ['cap', 'hat'],
  ['women', 'ladies'],
  ['men', 'gentlemen'],
];
