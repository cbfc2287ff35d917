import { Content } from '@backstage/core-components';
import {
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../routes';
import { tabs } from '../tabs';
import { EntryIcon } from './EntryIcon';

/**
 * The page, with one tab for each sub-page. A page with a route, a title and
 * an icon is an entry of the sidebar.
 */
export const page = PageBlueprint.make({
  params: {
    path: '/database-health',
    routeRef: rootRouteRef,
    title: 'Database Health',
    icon: <EntryIcon />,
  },
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
          import('../frame/TabFrame'),
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
