/** How a cluster wants its clients to come; what it asks for itself (ACLs) is its own. */
export interface KafkaSecurity {
  /**
   * TLS, with these PEM texts: authorities to believe instead of the system's, own certificate and
   * key.
   */
  tls?: { ca?: string; cert?: string; key?: string };
  /** Log-in. */
  sasl?: {
    mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    username: string;
    password: string;
  };
}
