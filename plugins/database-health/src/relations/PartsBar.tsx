import { makeStyles, useTheme } from '@material-ui/core/styles';
import {
  bytesInWords,
  type Table,
} from 'backstage-plugin-database-health-common';
import { Fragment } from 'react';
import { seriesColours } from '../charts/palette';

/** What a table consists of, in the order of its bar. */
export const tableParts = [
  { id: 'heapBytes', name: 'heap', place: 0 },
  { id: 'toastBytes', name: 'TOAST', place: 1 },
  { id: 'indexBytes', name: 'indexes', place: 2 },
] as const;

const useStyles = makeStyles(theme => ({
  track: {
    display: 'flex',
    gap: 1,
    width: 180,
    maxWidth: '100%',
    height: 10,
    margin: theme.spacing(0.5, 0, 0.25),
    borderRadius: 2,
    overflow: 'hidden',
    backgroundColor: theme.palette.action.hover,
  },
  part: { whiteSpace: 'nowrap' },
  words: { fontSize: 12, color: theme.palette.text.secondary },
}));

/** The parts of a table, as a bar against the largest table and in words. */
export function PartsBar(props: { table: Table; largestBytes: number }) {
  const { table, largestBytes } = props;
  const classes = useStyles();
  const theme = useTheme();
  const present = tableParts.filter(({ id }) => table[id] > 0);
  return (
    <>
      <div className={classes.track} aria-hidden>
        {present.map(({ id, place }) => (
          <div
            key={id}
            style={{
              width: `${(table[id] / largestBytes) * 100}%`,
              backgroundColor: seriesColours(theme, place).strong,
            }}
          />
        ))}
      </div>
      <div className={classes.words}>
        {present.length === 0 && 'empty'}
        {present.map(({ id, name }, index) => (
          <Fragment key={id}>
            {index > 0 && ' · '}
            <span className={classes.part}>
              {name} {bytesInWords(table[id])}
            </span>
          </Fragment>
        ))}
      </div>
    </>
  );
}
