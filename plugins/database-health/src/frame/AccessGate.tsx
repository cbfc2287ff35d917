import type { ReactNode } from 'react';
import { PermissionMissing } from './PermissionMissing';
import { TabSkeleton } from './TabSkeleton';
import { useMayRead } from './useMayRead';

/**
 * Shows its children to those who may read, and to others which permission
 * they lack.
 */
export function AccessGate(props: { children: ReactNode }) {
  const { loading, allowed } = useMayRead();
  if (loading) {
    return <TabSkeleton />;
  }
  return allowed ? <>{props.children}</> : <PermissionMissing />;
}
