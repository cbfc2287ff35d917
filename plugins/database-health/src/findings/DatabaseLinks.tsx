import { Link } from '@backstage/core-components';
import type {
  Finding,
  Overview,
} from 'backstage-plugin-database-health-common';
import { Fragment } from 'react';
import { usePageLinks } from '../frame/PagePath';
import { subjectName } from '../words/names';

/** Every database that the findings are about, as links. */
export function DatabaseLinks(props: {
  findings: readonly Finding[];
  overview: Overview;
}) {
  const { findings, overview } = props;
  const links = usePageLinks();
  return (
    <>
      {findings.map((finding, index) => (
        <Fragment key={finding.key}>
          {index > 0 && ', '}
          <Link to={links.database(finding.databaseId ?? '')}>
            {subjectName(finding, overview)}
          </Link>
        </Fragment>
      ))}
    </>
  );
}
