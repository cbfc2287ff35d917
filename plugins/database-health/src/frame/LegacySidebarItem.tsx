import { SidebarItem } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import StorageIcon from '@material-ui/icons/Storage';
import { rootRouteRef } from '../routes';
import { useMayRead } from './useMayRead';

/** The way to the page, for those who may see it. */
export function LegacySidebarItem() {
  const path = useRouteRef(rootRouteRef);
  const { allowed } = useMayRead();
  return allowed ? (
    <SidebarItem icon={StorageIcon} to={path()} text="Database Health" />
  ) : null;
}
