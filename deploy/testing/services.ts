import { listedSubgraphs } from '../../scripts/schema/rover-config.js';

/** Every SERVICE that an image is built for. */
export const SERVICES = ['gateway', ...listedSubgraphs().map(({ name }) => name), 'shop'];

/** Name of a service's image as the tests and compose build it. */
export const imageOf = (service: string) => `emporium/${service}:dev`;
