import { permissionApiRef } from '@backstage/plugin-permission-react';
import { TestApiProvider } from '@backstage/test-utils';
import { useMemo } from 'react';
import { databaseHealthApiRef } from '../src';
import { FixtureState, permissionsOf } from '../src/fixtures';
import { LegacyPage } from '../src/frame/LegacyPage';
import { PagePath } from '../src/frame/PagePath';

/** The page in one state, at an address of its own. */
export function StatePage(props: { state: FixtureState }) {
  const { state } = props;
  const apis = useMemo(
    () =>
      [
        [databaseHealthApiRef, state.createApi()],
        [permissionApiRef, permissionsOf(state)],
      ] as const,
    [state],
  );
  return (
    <TestApiProvider apis={apis}>
      <PagePath path={`/states/${state.id}`}>
        <LegacyPage />
      </PagePath>
    </TestApiProvider>
  );
}
