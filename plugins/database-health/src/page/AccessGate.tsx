import { usePermission } from '@backstage/plugin-permission-react';
import { databaseHealthReadPermission } from 'backstage-plugin-database-health-common';
import type { ReactNode } from 'react';
import { PermissionMissing } from './PermissionMissing';
import { TabSkeleton } from './TabSkeleton';

/**
 * Shows its children to those who may read, and to others which permission
 * they lack. Where the permission backend does not answer, the children ask
 * our own backend, which refuses in its own name.
 */
export function AccessGate(props: { children: ReactNode }) {
  const { loading, allowed, error } = usePermission({
    permission: databaseHealthReadPermission,
  });
  if (loading) {
    return <TabSkeleton />;
  }
  return allowed || error ? <>{props.children}</> : <PermissionMissing />;
}
