import { makeStyles } from '@material-ui/core/styles';
import { statusOrder } from 'backstage-plugin-database-health-common';
import { useState } from 'react';
import { ChartFigure } from '../charts/ChartFigure';
import { useGradual } from '../tables/useGradual';
import { ToneSign } from '../signs/ToneSign';
import { momentInWords } from '../words/dates';
import { spanInWords } from '../words/durations';
import { LaneAxis } from './LaneAxis';
import { hatched, LaneRow } from './LaneRow';
import type { Lane } from './lanes';
import { segmentInWords, stateInWords, unwatchedWords } from './laneWords';

const useStyles = makeStyles(theme => ({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'minmax(90px, 180px) minmax(0, 1fr) minmax(0, 220px)',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    fontSize: 13,
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
      rowGap: 0,
    },
  },
  swatch: {
    display: 'inline-block',
    width: 22,
    height: 12,
    ...hatched(theme),
    marginRight: theme.spacing(0.75),
  },
  corner: { [theme.breakpoints.down('sm')]: { display: 'none' } },
  readout: {
    minHeight: 22,
    marginTop: theme.spacing(1),
    fontSize: 13,
    overflowWrap: 'anywhere',
  },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    marginTop: theme.spacing(0.5),
  },
}));

/** The status of each database over time, a lane for each. */
export function LaneChart(props: {
  lanes: readonly Lane[];
  from: number;
  to: number;
  /** What must be known to read it right. */
  notes?: string;
}) {
  const { lanes, from, to, notes } = props;
  const classes = useStyles();
  const { shown, more } = useGradual(lanes, 'lane');
  const [pointed, setPointed] = useState<{ laneId: string; place: number }>();
  const lane = lanes.find(({ id }) => id === pointed?.laneId);
  const segment = lane?.segments[pointed?.place ?? -1];
  return (
    <ChartFigure
      label="Status of each database over time"
      said="Taller means worse. Arrow keys move along a lane."
      notes={notes}
      data={() => ({
        columns: ['Database', 'Status', 'From', 'Until', 'For'],
        rows: lanes.flatMap(({ name, segments }) =>
          [...segments]
            .reverse()
            .map(each => [
              name,
              stateInWords(each),
              momentInWords(each.from),
              each.to >= to ? 'now' : momentInWords(each.to),
              spanInWords(each.to - each.from),
            ]),
        ),
      })}
    >
      {widthPx => (
        <>
          <div className={classes.grid}>
            {shown.map(each => (
              <LaneRow
                key={each.id}
                lane={each}
                from={from}
                to={to}
                pointed={each.id === lane?.id ? pointed?.place : undefined}
                onPoint={place =>
                  setPointed(
                    place === undefined
                      ? undefined
                      : { laneId: each.id, place },
                  )
                }
              />
            ))}
            <span className={classes.corner} />
            <LaneAxis from={from} to={to} wanted={widthPx < 600 ? 4 : 7} />
          </div>
          {more}
          <div className={classes.readout} aria-hidden>
            {lane && segment ? (
              <>
                <strong>{lane.name}</strong>: {segmentInWords(segment, to)}
              </>
            ) : (
              <span className={classes.legend}>
                {statusOrder.map(status => (
                  <ToneSign key={status} tone={status} />
                ))}
                {lanes.some(each => each.segments[0].status === null) && (
                  <span>
                    <span className={classes.swatch} />
                    {unwatchedWords}
                  </span>
                )}
              </span>
            )}
          </div>
        </>
      )}
    </ChartFigure>
  );
}
