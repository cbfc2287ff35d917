import { bytesInWords } from 'backstage-plugin-database-health-common';
import { makeStyles } from '@material-ui/core/styles';
import { momentInWords } from '../words/dates';
import type { ColouredLayer, LayerRow } from './layers';

const useStyles = makeStyles(theme => ({
  lines: {
    display: 'grid',
    gridTemplateColumns: '10px minmax(0, 1fr) max-content',
    alignItems: 'center',
    gap: theme.spacing(0, 1),
  },
  sign: { width: 10, height: 10, borderRadius: 2 },
  name: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
}));

/** Every layer at one time, the uppermost first, as they stand. */
export function GrowthTooltip(props: {
  row: LayerRow;
  layers: readonly ColouredLayer[];
}) {
  const { row, layers } = props;
  const classes = useStyles();
  return (
    <>
      {momentInWords(row.at)}:{' '}
      <strong>
        {row.total === null ? 'not known' : bytesInWords(row.total)}
      </strong>
      <div className={classes.lines}>
        {layers
          .map(({ id, name, colour }, place) => [
            <span
              key={`${id} sign`}
              className={classes.sign}
              style={{ backgroundColor: colour }}
            />,
            <span key={`${id} name`} className={classes.name}>
              {name}
            </span>,
            <span key={`${id} bytes`} className={classes.number}>
              {row.bytes[place] ? bytesInWords(Number(row.bytes[place])) : '–'}
            </span>,
          ])
          .reverse()}
      </div>
    </>
  );
}
