import { makeStyles } from '@material-ui/core/styles';
import { Fragment, ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  facts: {
    display: 'grid',
    alignContent: 'start',
    gridTemplateColumns: 'fit-content(45%) minmax(0, 1fr)',
    gap: theme.spacing(0.5, 2),
    margin: 0,
    fontSize: 14,
    lineHeight: 1.45,
    '& dt': {
      minWidth: 84,
      color: theme.palette.text.secondary,
      overflowWrap: 'anywhere',
    },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
}));

/** A name, a value, and what to show in place of the name. */
export type Fact = readonly [
  name: string,
  value: ReactNode,
  shownName?: ReactNode,
];

/** Names and values; what is `false` or `undefined` is left out. */
export function Facts(props: { facts: readonly (Fact | false | undefined)[] }) {
  const classes = useStyles();
  return (
    <dl className={classes.facts}>
      {props.facts.map(
        fact =>
          fact && (
            <Fragment key={fact[0]}>
              <dt>{fact[2] ?? fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}
