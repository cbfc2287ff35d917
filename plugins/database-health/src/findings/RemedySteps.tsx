import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Finding } from 'backstage-plugin-database-health-common';
import { CopyLine } from '../signs/CopyLine';
import { Prose } from '../signs/Prose';
import { isolated } from '../words/rightToLeft';

const useStyles = makeStyles(theme => ({
  prose: { lineHeight: 1.5, maxWidth: '72ch', overflowWrap: 'anywhere' },
  line: { marginTop: theme.spacing(1) },
}));

/** What to do about a finding, with the lines to run. */
export function RemedySteps(props: {
  remedy: Finding['remedy'];
  /** Where the lines for the database are to be run; its name, if it is one. */
  databaseName?: string;
}) {
  const { remedy, databaseName } = props;
  const classes = useStyles();
  return (
    <>
      <Typography variant="body2" className={classes.prose}>
        <Prose text={remedy.text} />
      </Typography>
      {remedy.shell && (
        <div className={classes.line}>
          <CopyLine text={remedy.shell} label="In a shell" />
        </div>
      )}
      {remedy.sql && (
        <div className={classes.line}>
          <CopyLine
            text={remedy.sql}
            label={isolated(
              `In the database${databaseName ? ` ${databaseName}` : ''}`,
            )}
          />
        </div>
      )}
    </>
  );
}
