import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import { databaseHealthPermissions } from 'backstage-plugin-database-health-common';
import { platformAdmins, PortalPermissionPolicy } from './permissionPolicy';

async function decide(permission: Permission, ...groups: string[]) {
  const info = {
    userEntityRef: 'user:default/someone',
    ownershipEntityRefs: ['user:default/someone', ...groups],
  };
  const policy = new PortalPermissionPolicy(mockServices.userInfo(info));
  const user = { credentials: mockCredentials.user(), info };
  return (await policy.handle({ permission }, user)).result;
}

describe('PortalPermissionPolicy', () => {
  it.each(databaseHealthPermissions)(
    'gives $name to platform admins only',
    async permission => {
      expect(await decide(permission, platformAdmins)).toBe(
        AuthorizeResult.ALLOW,
      );
      expect(await decide(permission, 'group:default/developers')).toBe(
        AuthorizeResult.DENY,
      );
      expect(await decide(permission)).toBe(AuthorizeResult.DENY);
    },
  );

  it.each(databaseHealthPermissions)(
    'denies $name to a caller who is no user',
    async permission => {
      const policy = new PortalPermissionPolicy(mockServices.userInfo());
      expect(await policy.handle({ permission })).toEqual({
        result: AuthorizeResult.DENY,
      });
    },
  );

  it('allows everything else', async () => {
    expect(await decide(catalogEntityReadPermission)).toBe(
      AuthorizeResult.ALLOW,
    );
  });
});
