import type { Answer } from '@emporium/graphql/as-payload';
import type { UserError } from '@emporium/graphql/user-errors';
import { Field, ObjectType } from 'type-graphql';
import { FactorError } from '../factor/factor.payload.js';

/** Describes an argument that takes what a passkey answered. */
export const PASSKEY_JSON = 'What the passkey answered: the JSON of PublicKeyCredential.toJSON().';

@ObjectType('PasskeyOptionsPayload', {
  description: 'What a page gives the browser to make or use a passkey.',
})
export class PasskeyOptionsPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'JSON for PublicKeyCredential.parseCreationOptionsFromJSON or parseRequestOptionsFromJSON; its challenge works once, for 5 minutes.',
  })
  options?: string | null;
  @Field(() => [FactorError], { description: 'Expected failures; empty when it worked.' })
  userErrors!: UserError[];
}

/** What a use case returns that asks for a passkey. */
export type PasskeyOptionsAnswer = Answer<PasskeyOptionsPayload>;
