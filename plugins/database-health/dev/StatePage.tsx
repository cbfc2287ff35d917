import { permissionApiRef } from '@backstage/plugin-permission-react';
import { TestApiProvider } from '@backstage/test-utils';
import { useMemo } from 'react';
import { SWRConfig } from 'swr';
import { databaseHealthApiRef } from '../src';
import { FixtureState, permissionsOf } from '../src/fixtures';
import { LegacyPage } from '../src/frame/LegacyPage';
import { PagePath } from '../src/frame/PagePath';

/** Of the reader's permissions, which another state may give. */
const ofThisState = { provider: () => new Map() };

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
    <SWRConfig value={ofThisState}>
      <TestApiProvider apis={apis}>
        <PagePath path={`/states/${state.id}`}>
          <LegacyPage />
        </PagePath>
      </TestApiProvider>
    </SWRConfig>
  );
}
