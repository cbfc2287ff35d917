import { SidebarItem } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import StorageIcon from '@material-ui/icons/Storage';
import { usePermission } from '@backstage/plugin-permission-react';
import { databaseHealthReadPermission } from 'backstage-plugin-database-health-common';
import { rootRouteRef } from '../routes';

/** The way to the page, for those who may see it. */
export function LegacySidebarItem() {
  const path = useRouteRef(rootRouteRef);
  const { allowed } = usePermission({
    permission: databaseHealthReadPermission,
  });
  return allowed ? (
    <SidebarItem icon={StorageIcon} to={path()} text="Database Health" />
  ) : null;
}
