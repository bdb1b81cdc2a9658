import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

const SHOP = 'http://shop.test';

/** How an authenticator behaves, where it is not as it should be. */
export interface Behaviour {
  origin?: string;
  rpId?: string;
  /** Whether it asked for a PIN or a finger. */
  isUserVerified?: boolean;
  /** What it says of itself instead of counting on. */
  counter?: number;
  /** Whose it says to be. */
  userHandle?: string;
  /** Signs with a key of its own making. */
  forged?: boolean;
}

/** The options of a begin mutation, as far as an authenticator reads them. */
interface Options {
  challenge: string;
  user?: { id: string };
}

/**
 * A passkey in software: it makes a true ES256 key with attestation `none`, and signs challenges
 * with it as authenticators do (WebAuthn level 2, sections 6.1 and 6.5).
 */
export class SoftwareAuthenticator {
  readonly credentialId = randomBytes(32);
  counter = 0;
  private readonly keys = newKeys();
  private userHandle = '';

  /** Answers factorPasskeyBegin. */
  create(options: string, behaviour: Behaviour = {}): string {
    const { challenge, user } = JSON.parse(options) as Options;
    this.userHandle = user!.id;
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' });
    const cose = Buffer.concat([
      // {1: 2, 3: -7, -1: 1, -2: x, -3: y}: an EC2 key for ES256 on P-256.
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x!, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y!, 'base64url'),
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const authData = Buffer.concat([
      this.authData(behaviour, 0x40),
      Buffer.alloc(16),
      length,
      this.credentialId,
      cose,
    ]);
    const size = Buffer.alloc(2);
    size.writeUInt16BE(authData.length);
    const attestationObject = Buffer.concat([
      // {"fmt": "none", "attStmt": {}, "authData": bytes}
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
      size,
      authData,
    ]);
    return this.json({
      clientDataJSON: clientData('webauthn.create', challenge, behaviour),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** Answers passkeyLoginBegin, passkeyMfaBegin and passkeyProofBegin. */
  get(options: string, behaviour: Behaviour = {}): string {
    const { challenge } = JSON.parse(options) as Options;
    this.counter = behaviour.counter ?? this.counter + 1;
    const authenticatorData = this.authData(behaviour);
    const clientDataJSON = clientData('webauthn.get', challenge, behaviour);
    const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest();
    const { privateKey } = behaviour.forged ? newKeys() : this.keys;
    return this.json({
      clientDataJSON,
      authenticatorData: authenticatorData.toString('base64url'),
      signature: sign('sha256', Buffer.concat([authenticatorData, hash]), privateKey).toString(
        'base64url',
      ),
      userHandle: behaviour.userHandle ?? this.userHandle,
    });
  }

  private authData({ rpId = 'shop.test', isUserVerified = true }: Behaviour, flags = 0): Buffer {
    const rest = Buffer.alloc(5);
    rest.writeUInt8(0x01 | (isUserVerified ? 0x04 : 0) | flags);
    rest.writeUInt32BE(this.counter, 1);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), rest]);
  }

  private json(response: Record<string, unknown>): string {
    const id = this.credentialId.toString('base64url');
    return JSON.stringify({
      id,
      rawId: id,
      type: 'public-key',
      response,
      clientExtensionResults: {},
    });
  }
}

function newKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}

function clientData(type: string, challenge: string, { origin = SHOP }: Behaviour): string {
  const json = JSON.stringify({ type, challenge, origin, crossOrigin: false });
  return Buffer.from(json).toString('base64url');
}
