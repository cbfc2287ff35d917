import { useRouteRef } from '@backstage/core-plugin-api';
import { createContext, ReactNode, useContext } from 'react';
import { rootRouteRef } from '../routes';

const PagePathContext = createContext<string | undefined>(undefined);

/** Says where the page is, for a page that stands beside the portal's own. */
export function PagePath(props: { path: string; children: ReactNode }) {
  return (
    <PagePathContext.Provider value={props.path}>
      {props.children}
    </PagePathContext.Provider>
  );
}

/** Addresses within the page. */
export interface PageLinks {
  tab(path: string): string;
  database(id: string): string;
  finding(key: string): string;
  check(id: string): string;
}

export function usePageLinks(): PageLinks {
  const root = useRouteRef(rootRouteRef);
  const path = useContext(PagePathContext) ?? root();
  return {
    tab: tabPath => `${path}/${tabPath}`,
    database: id => `${path}/databases/${encodeURIComponent(id)}`,
    finding: key => `${path}/overview?finding=${encodeURIComponent(key)}`,
    check: id => `${path}/checks#${encodeURIComponent(id)}`,
  };
}
