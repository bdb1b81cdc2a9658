/**
 * One variable that is not configuration of the product, e.g. an address that only tests need;
 * undefined when unset or empty.
 */
export function readEnvironment(name: string): string | undefined {
  return process.env[name] || undefined;
}
