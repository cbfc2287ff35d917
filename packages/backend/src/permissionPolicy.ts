import { createBackendModule } from '@backstage/backend-plugin-api';
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
export const PLATFORM_ADMINS = 'group:default/platform-admins';

const adminPermissions = new Set(
  databaseHealthPermissions.map(permission => permission.name),
);

/** Keeps the permissions of Database Health for platform admins and allows all else. */
export class PortalPermissionPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const allowed =
      !adminPermissions.has(permission.name) ||
      user?.info.ownershipEntityRefs.includes(PLATFORM_ADMINS);
    return { result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY };
  }
}

export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'portal-policy',
  register(reg) {
    reg.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new PortalPermissionPolicy());
      },
    });
  },
});
