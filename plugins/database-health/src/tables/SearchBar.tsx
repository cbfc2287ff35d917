import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { SearchField } from './SearchField';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2.5),
    padding: theme.spacing(1.5),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
}));

/** The query parameter that holds what is searched for. */
export const searchParameter = 'q';

/** A field to search in, with filters beside it; both live in the URL. */
export function SearchBar(props: {
  /** What the field is for, to those who do not see its placeholder. */
  label: string;
  placeholder: string;
  /** What is chosen first, and what is searched in. */
  before?: ReactNode;
  children?: ReactNode;
}) {
  const { label, placeholder, before, children } = props;
  const classes = useStyles();
  return (
    <div className={classes.bar} role="search">
      {before}
      <SearchField
        name={searchParameter}
        label={label}
        placeholder={placeholder}
      />
      {children}
    </div>
  );
}
