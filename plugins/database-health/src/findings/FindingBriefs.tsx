import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Finding } from 'backstage-plugin-database-health-common';
import { usePageLinks } from '../frame/PagePath';
import { Prose } from '../signs/Prose';
import { ToneSign } from '../signs/ToneSign';
import { RemedySteps } from './RemedySteps';

const useStyles = makeStyles(theme => ({
  finding: {
    padding: theme.spacing(0.5, 2, 1.5),
    '& + &': { paddingTop: theme.spacing(1) },
  },
  title: { fontSize: 14 },
  message: { maxWidth: '90ch', overflowWrap: 'anywhere' },
}));

/** Findings beside what they are about: each with what to do, and a link to the rest. */
export function FindingBriefs(props: {
  findings: readonly Finding[];
  databaseName?: string;
}) {
  const classes = useStyles();
  const links = usePageLinks();
  return (
    <>
      {props.findings.map(
        ({ key, severity, title, message, remedy, dismissed }) => (
          <div key={key} className={classes.finding}>
            <div className={classes.title}>
              <ToneSign tone={dismissed ? 'skipped' : severity}>
                <Link
                  to={links.finding(key)}
                  color="inherit"
                  underline="always"
                >
                  {title}
                </Link>
                {dismissed && ', dismissed'}
              </ToneSign>
            </div>
            <Typography
              variant="body2"
              gutterBottom
              className={classes.message}
            >
              <Prose text={message} />
            </Typography>
            <RemedySteps remedy={remedy} databaseName={props.databaseName} />
          </div>
        ),
      )}
    </>
  );
}
