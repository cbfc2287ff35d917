import type { Overview } from 'backstage-plugin-database-health-common';
import type { ComponentType } from 'react';

/** What every tab is given: the picture of the whole deployment. */
export interface TabProps {
  overview: Overview;
}

/** One tab of the page. */
export interface Tab {
  /** Below the address of the page, and the name of the sub-page. */
  path: string;
  title: string;
  /** Says the status of the deployment in large type. */
  headline?: true;
  load: () => Promise<ComponentType<TabProps>>;
}
