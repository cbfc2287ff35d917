import {
  coreServices,
  createBackendModule,
  type UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { databaseHealthPermissions } from 'backstage-plugin-database-health-common';

/** The group whose members may see and manage the health of the databases. */
export const platformAdmins = 'group:default/platform-admins';

const adminPermissions = new Set(
  databaseHealthPermissions.map(permission => permission.name),
);

/** Keeps the permissions of Database Health for platform admins and allows all else. */
export class PortalPermissionPolicy implements PermissionPolicy {
  constructor(private readonly userInfo: UserInfoService) {}

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const allowed =
      !adminPermissions.has(permission.name) ||
      (user !== undefined && (await this.isAdmin(user)));
    return { result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY };
  }

  private async isAdmin({ credentials }: PolicyQueryUser): Promise<boolean> {
    const info = await this.userInfo.getUserInfo(credentials);
    return info.ownershipEntityRefs.includes(platformAdmins);
  }
}

export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'portal-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        policy: policyExtensionPoint,
        userInfo: coreServices.userInfo,
      },
      async init({ policy, userInfo }) {
        policy.setPolicy(new PortalPermissionPolicy(userInfo));
      },
    });
  },
});
