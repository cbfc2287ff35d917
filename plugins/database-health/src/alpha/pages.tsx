import { Content } from '@backstage/core-components';
import {
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import StorageIcon from '@material-ui/icons/Storage';
import { databaseHealthReadPermission } from 'backstage-plugin-database-health-common';
import { rootRouteRef } from '../routes';
import { tabs } from '../tabs';

const path = '/database-health';
const title = 'Database Health';
const icon = <StorageIcon fontSize="inherit" />;

const { name, attributes } = databaseHealthReadPermission;
const mayRead = { permissions: { $contains: `${name}#${attributes.action}` } };

/**
 * The page, with one tab for each sub-page. A page with a route, a title and
 * an icon is an entry of the sidebar, so this one exists only for those who
 * may read.
 */
export const page = PageBlueprint.make({
  params: { path, routeRef: rootRouteRef, title, icon },
  if: mayRead,
});

/**
 * What stands at the same address for all others, and says which permission
 * they lack. Without a route of its own it is no entry of the sidebar.
 */
export const noPermissionPage = PageBlueprint.make({
  name: 'no-permission',
  params: {
    path,
    title,
    icon,
    loader: async () => {
      const { PermissionMissing } = await import('../page/PermissionMissing');
      return (
        <Content>
          <PermissionMissing />
        </Content>
      );
    },
  },
  if: { $not: mayRead },
});

/** One sub-page for each tab. */
export const subPages = tabs.map(tab =>
  SubPageBlueprint.make({
    name: tab.path,
    params: {
      path: tab.path,
      title: tab.title,
      loader: async () => {
        const [{ TabFrame }, Body] = await Promise.all([
          import('../page/TabFrame'),
          tab.load(),
        ]);
        return (
          <Content>
            <TabFrame Body={Body} headline={tab.headline} />
          </Content>
        );
      },
    },
  }),
);
