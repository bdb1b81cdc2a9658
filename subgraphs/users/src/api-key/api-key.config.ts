import { z } from 'zod';

const days = () => z.coerce.number().int().min(1).max(3_650);

/** Settings of API keys. */
export const apiKeyConfig = {
  API_KEY_DAYS: days()
    .default(90)
    .describe('Days until an API key ends whose owner names no end; at most API_KEY_DAYS_MAX.'),
  API_KEY_DAYS_MAX: days().default(365).describe('Days that an API key may live at most.'),
};
