import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useState } from 'react';
import { useElementId } from '../signs/useElementId';
import { Breakable } from '../signs/Breakable';
import { monospace } from '../signs/monospace';
import { numberInWords } from '../words/counts';

const useStyles = makeStyles(theme => ({
  title: { fontSize: 13, fontWeight: 700, marginTop: theme.spacing(1) },
  names: {
    margin: 0,
    listStyle: 'disc',
    paddingLeft: theme.spacing(2.5),
    fontFamily: monospace,
    fontSize: 13,
    lineHeight: 1.6,
    overflowWrap: 'anywhere',
  },
}));

/** Names shown before the reader asks for more. */
const shownAtFirst = 10;

/** Migrations by name; nothing where there are none. */
export function NameList(props: {
  title: string;
  names: readonly { name: string; more?: ReactNode }[];
  /** Where no other heading stands above it. */
  component?: 'h3';
}) {
  const { title, names, component = 'h4' } = props;
  const classes = useStyles();
  const titleId = useElementId();
  const [all, setAll] = useState(false);
  if (names.length === 0) {
    return null;
  }
  const shown = all ? names : names.slice(0, shownAtFirst);
  return (
    <div>
      <Typography id={titleId} component={component} className={classes.title}>
        {title}
      </Typography>
      <ul className={classes.names} aria-labelledby={titleId}>
        {shown.map(({ name, more }) => (
          <li key={name}>
            <Breakable name={name} /> {more}
          </li>
        ))}
      </ul>
      {shown.length < names.length && (
        <Button size="small" onClick={() => setAll(true)}>
          Show all {numberInWords(names.length)}
        </Button>
      )}
    </div>
  );
}
