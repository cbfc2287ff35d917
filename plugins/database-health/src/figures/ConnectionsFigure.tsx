import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { engineData } from 'backstage-plugin-database-health-common';
import { isStanding } from '../findings/dismissal/standing';
import { Age } from '../signs/Age';
import { numberInWords } from '../words/counts';
import { Figure } from './Figure';
import { Gauge } from './Gauge';

const useStyles = makeStyles(theme => ({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 2),
    alignItems: 'flex-end',
  },
  words: { minWidth: 0, flex: '1 1 112px' },
  gauge: {
    // The words say the same where there is no room.
    [theme.breakpoints.down('xs')]: { display: 'none' },
    [theme.breakpoints.only('md')]: { display: 'none' },
  },
}));

/** The check that holds the pools to what the servers have room for. */
const budgetCheckId = 'connection-budget';

/** How many connections are open, may be opened, and fit on the servers. */
export function ConnectionsFigure(props: { overview: Overview }) {
  const { summary, servers, findings } = props.overview;
  const { connections } = summary;
  const classes = useStyles();
  const uncounted = servers.filter(
    ({ unreachableSince, engine }) =>
      unreachableSince !== undefined && engineData[engine].isServer,
  ).length;
  if (!connections) {
    const limitless =
      servers.length > 0 &&
      servers.every(({ engine }) => !engineData[engine].isServer);
    return (
      <Figure label="Connections" missing={missingWords(limitless, uncounted)}>
        {limitless &&
          `${engineData[servers[0].engine].title} runs inside the backend.`}
      </Figure>
    );
  }
  const { used, budget, available } = connections;
  const counted = servers.filter(server => server.connections);
  const [oldest] = counted
    .filter(({ status }) => status !== 'ok')
    .map(server => server.connections!.readAt)
    .sort();
  // Worst first, so the first one decides.
  const judged = findings.find(
    finding => finding.checkId === budgetCheckId && isStanding(finding),
  );
  return (
    <Figure
      label="Connections"
      value={numberInWords(used)}
      unit={`of ${numberInWords(available)} in use`}
    >
      <div className={classes.row}>
        <div className={classes.words}>
          pools may open <strong>{numberInWords(budget)}</strong>
          <br />
          {counted.length > 1
            ? `${counted.length} servers allow ${numberInWords(available)}`
            : `the server allows ${numberInWords(available)}`}
          {uncounted > 0 && (
            <>
              <br />
              {uncounted} more {uncounted === 1 ? 'does' : 'do'} not answer
            </>
          )}
          {oldest && (
            <>
              <br />
              counted <Age since={oldest} />
            </>
          )}
        </div>
        <div className={classes.gauge}>
          <Gauge
            used={used}
            budget={budget}
            available={available}
            tone={judged?.severity ?? 'info'}
          />
        </div>
      </div>
    </Figure>
  );
}

function missingWords(limitless: boolean, uncounted: number): string {
  if (limitless) {
    return 'No limit';
  }
  return uncounted > 0 ? 'Not known now' : 'Not read yet';
}
