/** The port is in use by another program. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
  constructor(
    readonly port: number,
    variable: string,
  ) {
    super(
      `Port ${port} is taken by another program. Stop that one, or start with another port: ${variable}=${port + 1000} (${variable}=0 takes a free one).`,
    );
  }
}
