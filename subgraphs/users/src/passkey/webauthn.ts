let loading: Promise<typeof import('@simplewebauthn/server')> | undefined;

/**
 * The library of passkeys, loaded when the first one is used: it brings a whole kit for
 * certificates along, which no start of the shop should wait for.
 */
export function webauthn(): Promise<typeof import('@simplewebauthn/server')> {
  loading ??= import('@simplewebauthn/server');
  return loading;
}
