import { ApiBlueprint, fetchApiRef } from '@backstage/frontend-plugin-api';
import { DatabaseHealthClient } from 'backstage-plugin-database-health-common';
import { databaseHealthApiRef } from '../api';

/** `fetchApiRef` resolves `plugin://` addresses. */
export const databaseHealthApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: databaseHealthApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new DatabaseHealthClient({ fetchApi }),
    }),
});
