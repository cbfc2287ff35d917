import { Header, Page, RoutedTabs } from '@backstage/core-components';
import { lazy } from 'react';
import { tabs } from '../tabs';
import { TabFrame } from './TabFrame';

const routes = tabs.map(({ path, title, headline, load }) => {
  const Body = lazy(async () => ({ default: await load() }));
  return {
    path: `/${path}`,
    title,
    children: <TabFrame Body={Body} headline={headline} />,
  };
});

/** The page of the legacy frontend system. */
export function LegacyPage() {
  return (
    <Page themeId="tool">
      <Header title="Database Health" />
      <RoutedTabs routes={routes} />
    </Page>
  );
}
