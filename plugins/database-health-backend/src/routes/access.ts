import type {
  BackstageCredentials,
  HttpAuthService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { databaseHealthDetailsReadPermission } from 'backstage-plugin-database-health-common';
import { within } from '../within';
import type { Request } from 'express';
import { deadline } from '../deadline';
import { LastDecisions } from './lastDecisions';

/** A permission service that needs longer is taken to be away. */
const decisionDeadlineMs = 3_000;

/**
 * Who may see and do what, for users and services alike. While the permission
 * service is away, its last decision on a caller holds, and the log says so
 * once.
 */
export class Access {
  readonly #httpAuth: HttpAuthService;
  readonly #logger: LoggerService;
  readonly #permissions: PermissionsService;
  readonly #lastDecisions = new LastDecisions();
  #isAway = false;

  constructor(services: {
    httpAuth: HttpAuthService;
    logger: LoggerService;
    permissions: PermissionsService;
  }) {
    this.#httpAuth = services.httpAuth;
    this.#logger = services.logger;
    this.#permissions = services.permissions;
  }

  /**
   * Throws a `NotAllowedError` that names the permission, and a
   * `ServiceUnavailableError` where nobody knows.
   */
  async require(request: Request, permission: BasicPermission): Promise<void> {
    await this.requireOf(await this.#callerOf(request), permission);
  }

  /** The same of a caller who came by another way than a request. */
  async requireOf(
    caller: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<void> {
    const allowed = await this.#isAllowed(caller, permission);
    if (allowed === undefined) {
      // What it ran into may name hosts; who asks may see none of them.
      throw new ServiceUnavailableError(
        'The permission service does not answer, so nobody knows whether you may see this',
      );
    }
    if (!allowed) {
      throw new NotAllowedError(
        `This needs the permission ${permission.name}; ask the administrators of this portal for it`,
      );
    }
  }

  /**
   * Whether hosts, users, sessions, the text of statements and full folders may
   * be in the answer: not where nobody knows.
   */
  async seesDetails(request: Request): Promise<boolean> {
    return this.seesDetailsAs(await this.#callerOf(request));
  }

  async seesDetailsAs(caller: BackstageCredentials): Promise<boolean> {
    const permission = databaseHealthDetailsReadPermission;
    return (await this.#isAllowed(caller, permission)) ?? false;
  }

  #callerOf(request: Request): Promise<BackstageCredentials> {
    return this.#httpAuth.credentials(request, { allow: ['user', 'service'] });
  }

  /** `undefined` where the permission service never decided, or too long ago. */
  async #isAllowed(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<boolean | undefined> {
    try {
      const [{ result }] = await within(
        deadline(decisionDeadlineMs),
        this.#permissions.authorize([{ permission }], { credentials }),
      );
      const allowed = result === AuthorizeResult.ALLOW;
      this.#lastDecisions.remember(credentials, permission.name, allowed);
      this.#decided();
      return allowed;
    } catch (error) {
      this.#failed(error);
      return this.#lastDecisions.recall(credentials, permission.name);
    }
  }

  #decided(): void {
    if (this.#isAway) {
      this.#isAway = false;
      this.#logger.info('The permission service decides again');
    }
  }

  #failed(error: unknown): void {
    if (!this.#isAway) {
      this.#isAway = true;
      this.#logger.warn(
        'The permission service does not decide; what it decided within the last hour holds until it does, all else is refused',
        error as Error,
      );
    }
  }
}
