/** A query with what every engine must find. */
export interface GoldenQuery {
  why: string;
  query: string;
  /** Names of the first hits in this order. */
  top?: string[];
  /** Names that are among the hits. */
  has?: string[];
  /** Names that are not among the hits. */
  not?: string[];
  /** Exactly so many hits. */
  count?: number;
  didYouMean?: string;
}

/**
 * Queries about golden-products with results that people would expect; the same for every engine.
 */
export const goldenQueries: GoldenQuery[] = [
  {
    why: 'plain words',
    query: 'ocean shirt',
    top: ['Ocean Blue Shirt'],
    not: ['Red Flannel Shirt'],
  },
  {
    why: 'two misspelt words',
    query: 'oceen shrt',
    top: ['Ocean Blue Shirt'],
    didYouMean: 'ocean shirt',
  },
  { why: 'swapped letters', query: 'flanenl', top: ['Red Flannel Shirt'], didYouMean: 'flannel' },
  {
    why: 'two errors in a long word',
    query: 'snaekkers',
    top: ['Leather Sneakers'],
    didYouMean: 'sneakers',
  },
  { why: 'right and wrong word together', query: 'blue shrit', top: ['Ocean Blue Shirt'] },
  {
    why: 'plural and singular are one',
    query: 'shirts',
    has: ['Ocean Blue Shirt', 'Red Flannel Shirt', 'Organic T-Shirt'],
  },
  { why: 'forms of a verb are one', query: 'run', top: ['Running Shoes'] },
  { why: 'accents may be left out', query: 'creme brulee', top: ['Crème Brûlée Dish'] },
  {
    why: 'accents may be typed',
    query: 'CRÈME',
    has: ['Crème Brûlée Dish', 'Striped Silk Blouse'],
  },
  { why: 'accents may be typed where there are none', query: 'óceán', top: ['Ocean Blue Shirt'] },
  {
    why: 'a vendor',
    query: 'laufer',
    has: ['Running Shoes', 'Leather Sneakers', '100% Cotton Socks'],
    count: 3,
  },
  {
    why: 'a vendor and a word',
    query: 'nordsee shirt',
    has: ['Ocean Blue Shirt', 'Organic T-Shirt'],
    not: ['Red Flannel Shirt'],
  },
  { why: 'an unfinished word', query: 'oce', top: ['Ocean Blue Shirt'] },
  {
    why: 'an unfinished last word after a whole one',
    query: 'cutting boa',
    top: ['Wooden Cutting Board'],
  },
  { why: 'synonym: trainers are sneakers', query: 'trainers', has: ['Leather Sneakers'] },
  { why: 'synonym: jumper is a pullover', query: 'jumper', top: ['Wool Pullover'], count: 1 },
  { why: 'synonym: pants are trousers', query: 'navy pants', top: ['Navy Chino Trousers'] },
  { why: 'synonym with a hyphen', query: 'tee', has: ['Organic T-Shirt'] },
  { why: 'hyphen left out', query: 'tshirt', top: ['Organic T-Shirt'] },
  { why: 'hyphen typed', query: 't-shirt', top: ['Organic T-Shirt'] },
  {
    why: 'name beats description',
    query: 'red',
    top: ['Red Flannel Shirt'],
    has: ['Striped Silk Blouse'],
  },
  {
    why: 'words of the description are found',
    query: 'porcelain dessert',
    top: ['Crème Brûlée Dish'],
    count: 1,
  },
  {
    why: 'a category',
    query: 'kitchen',
    has: ['Cast Iron Pan', 'Wooden Cutting Board', 'Crème Brûlée Dish'],
    count: 3,
  },
  { why: 'a stock keeping unit', query: 'CIP-3900-0', top: ['Cast Iron Pan'] },
  {
    why: 'order of words does not matter',
    query: 'shirt blue ocean',
    top: ['Ocean Blue Shirt'],
    count: 1,
  },
  {
    why: 'little words do not matter',
    query: 'the shirt of an ocean',
    top: ['Ocean Blue Shirt'],
    count: 1,
  },
  {
    why: 'when nothing has all words, some will do',
    query: 'flannel pan',
    has: ['Red Flannel Shirt', 'Cast Iron Pan'],
  },
  {
    why: 'an unknown word beside a known one',
    query: 'flannel xylophone',
    top: ['Red Flannel Shirt'],
  },
  { why: 'nonsense finds nothing', query: 'qwertzuiop', count: 0 },
  { why: 'inactive products are never found', query: 'secret prototype', count: 0 },
  { why: 'not by the words of inactive ones either', query: 'geheim', count: 0 },
  { why: 'a percent sign is a character', query: '%', top: ['100% Cotton Socks'], count: 1 },
  { why: 'no query syntax: wildcard', query: '*:*', count: 0 },
  { why: 'no query syntax: field', query: '_exists_:name', count: 0 },
  { why: 'no query syntax: regular expression', query: 'name:/(.+)+z/', count: 0 },
  { why: 'no query syntax: operators', query: 'ocean AND NOT shirt', top: ['Ocean Blue Shirt'] },
  { why: 'no query syntax: tsquery', query: "ocean & ! 'shirt':* | (", top: ['Ocean Blue Shirt'] },
  { why: 'no query syntax: unbalanced quote', query: '"ocean', top: ['Ocean Blue Shirt'] },
  { why: 'no query syntax: JSON', query: '{"match_all":{}}', count: 0 },
  { why: 'no SQL', query: "'; drop table document; --", count: 0 },
  { why: 'no SQL that is always true', query: "' OR 'x'='x'--", count: 0 },
  { why: 'nothing typed finds everything that is shown', query: '', count: 14 },
];
