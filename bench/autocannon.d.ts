// autocannon ships no types; these are the parts used here.
declare module 'autocannon' {
  interface Options {
    url: string;
    connections: number;
    /** Seconds. */
    duration?: number;
    /** Requests, instead of a duration. */
    amount?: number;
    /** Seconds until an answer counts as missing. */
    timeout?: number;
    method: 'GET' | 'POST';
    headers?: Record<string, string>;
    body?: string;
  }
  interface Result {
    errors: number;
    non2xx: number;
    '2xx': number;
    latency: { p99: number };
  }
  export default function autocannon(options: Options): Promise<Result>;
}
