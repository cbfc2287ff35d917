import type {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { databaseHealthDetailsReadPermission } from 'backstage-plugin-database-health-common';
import { within } from 'backstage-plugin-database-health-node';
import type { Request } from 'express';
import { LastDecisions } from './lastDecisions';

/** A permission service that needs longer is taken to be away. */
const decisionDeadlineMs = 3_000;

/**
 * Who may see and do what, for users and services alike. While the permission
 * service is away, its last decision on a caller holds.
 */
export class Access {
  readonly #httpAuth: HttpAuthService;
  readonly #permissions: PermissionsService;
  readonly #lastDecisions = new LastDecisions();

  constructor(services: {
    httpAuth: HttpAuthService;
    permissions: PermissionsService;
  }) {
    this.#httpAuth = services.httpAuth;
    this.#permissions = services.permissions;
  }

  /** Throws a `NotAllowedError` that names the permission. */
  async require(request: Request, permission: BasicPermission): Promise<void> {
    if (!(await this.#isAllowed(request, permission))) {
      throw new NotAllowedError(
        `This needs the permission ${permission.name}; ask the administrators of this portal for it`,
      );
    }
  }

  /** Whether hosts, users, SQL text and the like may be in the answer. */
  seesDetails(request: Request): Promise<boolean> {
    return this.#isAllowed(request, databaseHealthDetailsReadPermission);
  }

  async #isAllowed(
    request: Request,
    permission: BasicPermission,
  ): Promise<boolean> {
    const credentials = await this.#httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    try {
      const [{ result }] = await within(
        AbortSignal.timeout(decisionDeadlineMs),
        this.#permissions.authorize([{ permission }], { credentials }),
      );
      const allowed = result === AuthorizeResult.ALLOW;
      this.#lastDecisions.remember(credentials, permission.name, allowed);
      return allowed;
    } catch {
      const allowed = this.#lastDecisions.recall(credentials, permission.name);
      if (allowed === undefined) {
        // What it ran into may name hosts; who asks may see none of them.
        throw new ServiceUnavailableError(
          'The permission service does not answer, so nobody knows whether you may see this',
        );
      }
      return allowed;
    }
  }
}
