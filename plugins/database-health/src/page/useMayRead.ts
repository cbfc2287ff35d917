import { usePermission } from '@backstage/plugin-permission-react';
import { databaseHealthReadPermission } from 'backstage-plugin-database-health-common';

/**
 * Whether the reader may see the page. Where the permission backend does not
 * answer he may ask our own backend, which refuses in its own name.
 */
export function useMayRead(): { loading: boolean; allowed: boolean } {
  const { loading, allowed, error } = usePermission({
    permission: databaseHealthReadPermission,
  });
  return { loading, allowed: allowed || error !== undefined };
}
