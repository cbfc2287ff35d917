import type {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { databaseHealthDetailsReadPermission } from 'backstage-plugin-database-health-common';
import type { Request } from 'express';

/** Who may see and do what, for users and services alike. */
export class Access {
  readonly #httpAuth: HttpAuthService;
  readonly #permissions: PermissionsService;

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
    const [{ result }] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    return result === AuthorizeResult.ALLOW;
  }
}
