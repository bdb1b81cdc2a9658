import { adapterUrl } from '@emporium/platform/config/fields';

/** Settings that only search reads. */
export const searchConfig = {
  SEARCH_URL: adapterUrl(
    [
      'pg:',
      'elasticsearch+http://',
      'elasticsearch+https://',
      'opensearch+http://',
      'opensearch+https://',
    ],
    'Search engine.',
  ).default('pg:'),
};
