import {
  createUnionType,
  Directive,
  Field,
  ID,
  InterfaceType,
  Int,
  ObjectType,
  type ClassType,
} from 'type-graphql';

@InterfaceType('UserError', {
  description:
    'An expected failure that a person can mend. Concrete types add details; clients may rely on these fields alone.',
  autoRegisterImplementations: false,
})
export abstract class UserError {
  @Field(() => String, {
    description: "Stable code for programs: the type's name without Error in SCREAMING_SNAKE.",
  })
  code!: string;

  @Field(() => String, { description: 'What went wrong and what to do, in English.' })
  message!: string;

  @Field(() => [String], { nullable: true, description: 'Path of the input value at fault.' })
  path?: string[] | null;
}

@Directive('@shareable')
@ObjectType('InvalidInputError', {
  implements: UserError,
  description: 'A value makes no sense; `path` tells which.',
})
export class InvalidInputError extends UserError {}

@Directive('@shareable')
@ObjectType('NotFoundError', {
  implements: UserError,
  description: 'There is no such object, or it is not yours.',
})
export class NotFoundError extends UserError {}

@Directive('@shareable')
@ObjectType('VersionConflictError', {
  implements: UserError,
  description: 'Somebody else changed the object: read it again and repeat.',
})
export class VersionConflictError extends UserError {
  @Field(() => Int, { description: 'The version the object has now.' })
  currentVersion!: number;
}

@Directive('@shareable')
@ObjectType('IdempotencyKeyReusedError', {
  implements: UserError,
  description: 'The key was used before with another input: take a new key.',
})
export class IdempotencyKeyReusedError extends UserError {}

@Directive('@shareable')
@ObjectType('InsufficientStockError', {
  implements: UserError,
  description: 'Not enough units are available; nothing was changed.',
})
export class InsufficientStockError extends UserError {
  @Field(() => ID, { description: 'The variant that is short.' })
  variantId!: string;

  @Field(() => Int, { description: 'Units asked for.' })
  requested!: number;

  @Field(() => Int, { description: 'Units available now.' })
  available!: number;
}

/** SCREAMING_SNAKE code of an error class: `SkuTakenError` → `SKU_TAKEN`. */
export function codeOf(errorClass: ClassType<UserError>): string {
  return errorClass.name
    .replace(/Error$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase();
}

/**
 * Makes an error value; the code follows from the class. `details` carries message, path and the
 * class's own fields.
 */
export function userError<T extends UserError>(
  errorClass: ClassType<T>,
  details: Omit<T, 'code'>,
): T {
  return Object.assign(new errorClass(), details, { code: codeOf(errorClass) });
}

/** Shorthands for the shared errors. */
export const notFound = (message: string, path?: string[]) =>
  userError(NotFoundError, { message, path });
export const invalidInput = (message: string, path?: string[]) =>
  userError(InvalidInputError, { message, path });
export const versionConflict = (currentVersion: number, path = ['expectedVersion']) =>
  userError(VersionConflictError, {
    message: `The object is at version ${currentVersion} by now: read it again and repeat.`,
    path,
    currentVersion,
  });
export const idempotencyKeyReused = () =>
  userError(IdempotencyKeyReusedError, {
    message: 'This idempotencyKey was used with another input: take a new key.',
    path: ['idempotencyKey'],
  });

/**
 * The union of a noun's errors. Values are told apart by `code`, so responses stored as JSON
 * resolve too.
 */
export function userErrorUnion(
  name: string,
  classes: readonly ClassType<UserError>[],
  description: string,
) {
  const byCode = new Map(classes.map((c) => [codeOf(c), c]));
  return createUnionType({
    name,
    description,
    types: () => classes as [ClassType<UserError>, ...ClassType<UserError>[]],
    resolveType: (value: UserError) => byCode.get(value.code),
  });
}
