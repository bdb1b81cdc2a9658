import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '../context.js';
import {
  endpointUrl,
  ForbiddenAddressError,
  hostOf,
  publicAddressesOf,
} from './endpoint-address.js';

/**
 * The URL of an endpoint as it is kept. Looks its name up, so never call it in a transaction.
 * Throws a Rejection for an address that must not be called; the same is asked again at each
 * delivery.
 */
export async function checkEndpointUrl(ctx: Ctx, text: string): Promise<string> {
  const { rules } = ctx.services.webhooks;
  try {
    const url = endpointUrl(text, rules);
    await publicAddressesOf(hostOf(url), rules);
    return url.href;
  } catch (error) {
    if (error instanceof ForbiddenAddressError)
      throw new Rejection(invalidInput(error.message, ['input', 'url']));
    throw error;
  }
}
