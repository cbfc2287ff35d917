import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import type { Overview } from 'backstage-plugin-database-health-common';
import { useHref } from 'react-router-dom';
import { usePageLinks } from '../frame/PagePath';
import { Age } from '../signs/Age';
import { Breakable } from '../signs/Breakable';
import { CopyButton } from '../signs/CopyButton';
import { Facts } from '../signs/Facts';
import { Prose } from '../signs/Prose';
import { timeInWords } from '../words/durations';
import { serverName } from '../words/names';
import { DatabaseLinks } from './DatabaseLinks';
import { EvidenceBar } from './EvidenceBar';
import type { FindingGroup } from './group';
import { RemedySteps } from './RemedySteps';

const useStyles = makeStyles(theme => ({
  body: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(240px, 2fr)',
    gap: theme.spacing(2, 4),
    // In line with the words of the row.
    padding: theme.spacing(0.5, 3, 3, 15),
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
      padding: theme.spacing(0.5, 1.5, 2),
    },
  },
  heading: {
    fontSize: 13,
    fontWeight: 700,
    margin: theme.spacing(1.5, 0, 0.25),
  },
  prose: { lineHeight: 1.5, maxWidth: '72ch', overflowWrap: 'anywhere' },
  links: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    marginTop: theme.spacing(1),
    fontSize: 14,
  },
}));

/** All that is known of a finding, ending in what to do. */
export function FindingBody(props: {
  group: FindingGroup;
  overview: Overview;
  /** Absent for those who may not, and where it is dismissed already. */
  onDismiss?: () => void;
}) {
  const { group, overview, onDismiss } = props;
  const finding = group.first;
  const alone = group.all.length === 1;
  const database = overview.databases.find(
    ({ id }) => id === finding.databaseId,
  );
  const { evidence, remedy } = finding;
  const classes = useStyles();
  const links = usePageLinks();
  const address = useHref(links.finding(finding.key));
  return (
    <div className={classes.body}>
      <div>
        <Typography component="h4" className={classes.heading}>
          What to do
        </Typography>
        <RemedySteps
          remedy={remedy}
          databaseName={alone ? database?.name : undefined}
        />
        <Typography component="h4" className={classes.heading}>
          Why it matters
        </Typography>
        <Typography variant="body2" className={classes.prose}>
          <Prose text={finding.why} />
        </Typography>
      </div>
      <div>
        <EvidenceBar evidence={evidence} tone={finding.severity} />
        <Facts
          facts={[
            finding.databaseId !== undefined && [
              alone ? 'Database' : 'Databases',
              <DatabaseLinks
                key="links"
                findings={group.all}
                overview={overview}
              />,
            ],
            alone &&
              database && [
                'Name',
                <Breakable key="name" name={database.name} />,
              ],
            finding.serverId !== undefined && [
              'Server',
              serverName(finding.serverId, overview.servers),
            ],
            finding.object !== undefined && [
              'Object',
              <Breakable key="object" name={finding.object} />,
            ],
            ['Limit from', <Prose key="source" text={finding.limitSource} />],
            [
              'Since',
              <>
                {timeInWords(group.since)} (<Age since={group.since} />)
              </>,
            ],
          ]}
        />
        <div className={classes.links}>
          <Link to={links.check(finding.checkId)}>About “{finding.title}”</Link>
          <CopyButton
            text={`${window.location.origin}${address}`}
            label="Copy a link to this finding"
          />
          {onDismiss && (
            <Button size="small" variant="outlined" onClick={onDismiss}>
              Dismiss
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
