import { makeStyles, useTheme } from '@material-ui/core/styles';
import {
  type Overview,
  statusOrder,
} from 'backstage-plugin-database-health-common';
import { toneColours } from '../signs/colours';
import { ToneSign } from '../signs/ToneSign';
import { numberInWords } from '../words/counts';
import { toneNames } from '../words/names';
import { Figure } from './Figure';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    gap: 2,
    height: 8,
    borderRadius: 4,
    overflow: 'hidden',
    marginBottom: theme.spacing(1),
  },
  part: { minWidth: 4 },
  legend: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.25, 1.5) },
}));

/** How many plugin databases there are, by status. */
export function DatabasesFigure(props: { summary: Overview['summary'] }) {
  const { databases } = props.summary;
  const classes = useStyles();
  const theme = useTheme();
  const present = statusOrder.filter(status => databases[status] > 0);
  return (
    <Figure label="Databases" value={numberInWords(databases.total)}>
      <div className={classes.bar} aria-hidden>
        {present.map(status => (
          <div
            key={status}
            className={classes.part}
            style={{
              flexGrow: databases[status],
              backgroundColor: toneColours(theme, status).strong,
            }}
          />
        ))}
      </div>
      <div className={classes.legend}>
        {present.map(status => (
          <ToneSign key={status} tone={status}>
            {databases[status]} {toneNames[status]}
          </ToneSign>
        ))}
      </div>
    </Figure>
  );
}
