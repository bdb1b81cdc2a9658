/** What the gateway answered. */
export interface Answer {
  status: number;
  headers: Headers;
  // Tests read answers of queries they have written themselves.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
}

/** A client of the shop, as a frontend has it: bearer token, guest token, nothing else. */
export class Client {
  token?: string;
  guestToken?: string;

  constructor(readonly url: string) {}

  /** Sends an operation and returns the answer, errors included. */
  async send(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.credentials() },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as Omit<Answer, 'status' | 'headers'>;
    return { status: response.status, headers: response.headers, ...body };
  }

  /**
   * Sends an operation that must succeed and returns its data. Throws with the errors otherwise.
   */
  async get(query: string, variables: Record<string, unknown> = {}): Promise<Answer['data']> {
    const answer = await this.send(query, variables);
    if (answer.errors?.length)
      throw new Error(`${answer.status}: ${JSON.stringify(answer.errors)}`);
    return answer.data;
  }

  /** Uploads a file for the variable `file` (GraphQL multipart request). */
  async upload(
    query: string,
    file: Blob,
    filename: string,
    variables: Record<string, unknown> = {},
  ): Promise<Answer> {
    const form = new FormData();
    form.append('operations', JSON.stringify({ query, variables: { ...variables, file: null } }));
    form.append('map', JSON.stringify({ 0: ['variables.file'] }));
    form.append('0', file, filename);
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'apollo-require-preflight': '1', ...this.credentials() },
      body: form,
    });
    return {
      status: response.status,
      headers: response.headers,
      ...((await response.json()) as object),
    } as Answer;
  }

  /** Logs in and keeps the access token. */
  async logIn(email: string, password: string): Promise<this> {
    const query =
      'mutation ($email: String!, $password: String!) { userLogin(email: $email, password: $password) { accessToken userErrors { ... on UserError { code } } } }';
    const { userLogin } = await this.get(query, { email, password });
    if (!userLogin.accessToken)
      throw new Error(`log-in of ${email} failed: ${JSON.stringify(userLogin.userErrors)}`);
    this.token = userLogin.accessToken;
    return this;
  }

  credentials(): Record<string, string> {
    return {
      ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      ...(this.guestToken ? { 'x-guest-token': this.guestToken } : {}),
      'x-token-transport': 'body',
    };
  }
}
