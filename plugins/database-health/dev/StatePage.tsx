import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { TestApiProvider } from '@backstage/test-utils';
import {
  databaseHealthManagePermission,
  databaseHealthReadPermission,
} from 'backstage-plugin-database-health-common';
import { useMemo } from 'react';
import { databaseHealthApiRef } from '../src';
import type { FixtureState } from '../src/fixtures';
import { LegacyPage } from '../src/page/LegacyPage';
import { PagePath } from '../src/page/PagePath';

/** The page in one state, at an address of its own. */
export function StatePage(props: { state: FixtureState }) {
  const { id, createApi, mayRead, mayManage } = props.state;
  const apis = useMemo(
    () =>
      [
        [databaseHealthApiRef, createApi()],
        [
          permissionApiRef,
          {
            authorize: async ({
              permission,
            }: {
              permission: { name: string };
            }) => {
              const allowed = {
                [databaseHealthReadPermission.name]: mayRead,
                [databaseHealthManagePermission.name]: mayManage,
              };
              return {
                result:
                  allowed[permission.name] === false
                    ? AuthorizeResult.DENY
                    : AuthorizeResult.ALLOW,
              };
            },
          },
        ],
      ] as const,
    [createApi, mayManage, mayRead],
  );
  return (
    <TestApiProvider apis={apis}>
      <PagePath path={`/states/${id}`}>
        <LegacyPage />
      </PagePath>
    </TestApiProvider>
  );
}
