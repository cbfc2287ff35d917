import { usePermission } from '@backstage/plugin-permission-react';
import { databaseHealthReadPermission } from 'backstage-plugin-database-health-common';
import { useEffect, useState } from 'react';
import { answerDeadlineMs } from '../data/usePolled';

/**
 * Whether the reader may see the page. Where the permission backend fails, or
 * does not answer in time, they may ask our own backend, which refuses in its own
 * name.
 */
export function useMayRead(): { loading: boolean; allowed: boolean } {
  const { loading, allowed, error } = usePermission({
    permission: databaseHealthReadPermission,
  });
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!loading) {
      return undefined;
    }
    const timer = setTimeout(() => setLate(true), answerDeadlineMs);
    return () => clearTimeout(timer);
  }, [loading]);
  return {
    loading: loading && !late,
    allowed: allowed || error !== undefined || (loading && late),
  };
}
