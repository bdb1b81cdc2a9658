import { Kind, print, type TypeNode } from 'graphql';

/** `[Money!]!` -> `Money`. */
export function baseType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : baseType(type.type);
}

export function isNonNull(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE;
}

/** The type as written in SDL. */
export function typeText(type: TypeNode): string {
  return print(type);
}

/** `unitPriceMinor` -> `['unit', 'price', 'minor']`; PascalCase works as well. */
export function words(name: string): string[] {
  return name
    .replace(/^_+/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_]+/)
    .map((word) => word.toLowerCase());
}
