import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import SearchIcon from '@material-ui/icons/Search';
import { useState } from 'react';
import { useTransition } from '../frame/concurrent';
import { useUrlValue } from '../frame/useUrlList';

const useStyles = makeStyles(theme => ({
  search: {
    width: 240,
    [theme.breakpoints.down('xs')]: { width: '100%' },
  },
}));

/** What the reader looks for; it lives in the URL under `name`. */
export function SearchField(props: {
  name: string;
  label: string;
  placeholder: string;
}) {
  const { name, label, placeholder } = props;
  const classes = useStyles();
  const [text = '', setText] = useUrlValue(name);
  const [typed, setTyped] = useState(text);
  const [onItsWay, startOnItsWay] = useTransition();
  return (
    <TextField
      className={classes.search}
      size="small"
      variant="outlined"
      placeholder={placeholder}
      value={onItsWay ? typed : text}
      onChange={({ target: { value } }) => {
        setTyped(value);
        // A portal renders anew with its address; the next key does not wait for it.
        startOnItsWay(() => setText(value));
      }}
      // Whatever the reader does next begins with the address as he has made it.
      onBlur={() => onItsWay && setText(typed)}
      inputProps={{ 'aria-label': label }}
      InputProps={{
        startAdornment: (
          <InputAdornment position="start">
            <SearchIcon fontSize="small" />
          </InputAdornment>
        ),
      }}
    />
  );
}
