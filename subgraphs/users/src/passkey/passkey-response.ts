import { z } from 'zod';

const MAX_LENGTH = 20_000;
const base64url = z.string().regex(/^[\w-]*$/);
const common = {
  id: base64url.min(1).max(1_400),
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
};

/** What a page sends of a passkey that was made (PublicKeyCredential.toJSON()). */
export const registrationResponse = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
});

/** What a page sends of a passkey that was used. */
export const authenticationResponse = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish().transform((handle) => handle ?? undefined),
  }),
});

const clientData = z.object({ challenge: z.string() });

/** A response out of its JSON text, with the challenge that it answers; undefined if it is none. */
export function readResponse<T extends { response: { clientDataJSON: string } }>(
  schema: z.ZodType<T>,
  text: string,
): { response: T; challenge: string } | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    const response = schema.parse(JSON.parse(text));
    const json = Buffer.from(response.response.clientDataJSON, 'base64url').toString('utf8');
    return { response, challenge: clientData.parse(JSON.parse(json)).challenge };
  } catch {
    return undefined;
  }
}
