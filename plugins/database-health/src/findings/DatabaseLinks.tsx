import { Link } from '@backstage/core-components';
import type {
  Database,
  Finding,
} from 'backstage-plugin-database-health-common';
import { Fragment } from 'react';
import { usePageLinks } from '../page/PagePath';
import { nameOf } from './subject';

/** Every database that the findings are about, as links. */
export function DatabaseLinks(props: {
  findings: readonly Finding[];
  databases: readonly Database[];
}) {
  const { findings, databases } = props;
  const links = usePageLinks();
  return (
    <>
      {findings.map((finding, index) => (
        <Fragment key={finding.key}>
          {index > 0 && ', '}
          <Link to={links.database(finding.databaseId ?? '')}>
            {nameOf(finding, databases)}
          </Link>
        </Fragment>
      ))}
    </>
  );
}
