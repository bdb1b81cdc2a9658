import { typedQuery } from '@emporium/db/typed-query';
import { UserAddress } from './address/user-address.entity.js';
import { ApiKey } from './api-key/api-key.entity.js';
import { MachineSecret } from './api-key/machine-secret.entity.js';
import { AuditChain, SecurityEvent } from './audit/security-event.entity.js';
import { RememberedDevice } from './device/remembered-device.entity.js';
import { Factor } from './factor/factor.entity.js';
import { Passkey, RecoveryCode, Totp } from './factor/factor-secrets.entity.js';
import { FactorReset } from './factor-reset/factor-reset.entity.js';
import { Consent } from './consent/consent.entity.js';
import { AccountLink } from './link/account-link.entity.js';
import { UsedPasskeyChallenge } from './passkey/used-passkey-challenge.entity.js';
import { Revocation } from './revocation/revocation.entity.js';
import { Role } from './role/role.entity.js';
import { LoginChallenge } from './session/login-challenge.entity.js';
import {
  PersonExportPage,
  PersonRequest,
  PersonRequestPart,
} from './person/person-request.entity.js';
import { RefreshToken } from './session/refresh-token.entity.js';
import { Session } from './session/session.entity.js';
import { ServiceAccount } from './service-account/service-account.entity.js';
import { Credential } from './user/credential.entity.js';
import { User } from './user/user.entity.js';

/** All tables of users. */
export const entities = {
  User,
  Credential,
  UserAddress,
  Role,
  Session,
  RefreshToken,
  Revocation,
  SecurityEvent,
  AuditChain,
  AccountLink,
  Factor,
  Totp,
  Passkey,
  RecoveryCode,
  LoginChallenge,
  UsedPasskeyChallenge,
  FactorReset,
  RememberedDevice,
  Consent,
  PersonRequest,
  PersonRequestPart,
  PersonExportPage,
  ApiKey,
  MachineSecret,
  ServiceAccount,
};

/** Starts a typed statement on the tables of users. */
export const query = typedQuery(entities);
