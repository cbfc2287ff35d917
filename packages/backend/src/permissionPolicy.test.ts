import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { databaseHealthPermissions } from 'backstage-plugin-database-health-common';
import { PLATFORM_ADMINS, PortalPermissionPolicy } from './permissionPolicy';

function memberOf(group: string): PolicyQueryUser {
  return {
    credentials: mockCredentials.user(),
    info: {
      userEntityRef: 'user:default/someone',
      ownershipEntityRefs: ['user:default/someone', group],
    },
    identity: {
      type: 'user',
      userEntityRef: 'user:default/someone',
      ownershipEntityRefs: [],
    },
    token: '',
  };
}

describe('PortalPermissionPolicy', () => {
  const policy = new PortalPermissionPolicy();
  const admin = memberOf(PLATFORM_ADMINS);
  const developer = memberOf('group:default/developers');

  it.each(databaseHealthPermissions)(
    'gives $name to platform admins only',
    async permission => {
      expect(await policy.handle({ permission }, admin)).toEqual({
        result: AuthorizeResult.ALLOW,
      });
      for (const other of [developer, undefined]) {
        expect(await policy.handle({ permission }, other)).toEqual({
          result: AuthorizeResult.DENY,
        });
      }
    },
  );

  it('allows everything else', async () => {
    expect(
      await policy.handle(
        { permission: catalogEntityReadPermission },
        developer,
      ),
    ).toEqual({ result: AuthorizeResult.ALLOW });
  });
});
