import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { useState } from 'react';
import { ReasonDialog } from '../../changes/ReasonDialog';
import { useElementId } from '../../signs/useElementId';
import {
  fromField,
  SilencePlan,
  timesRefused,
  toField,
  usualMs,
} from './silence';
import { TimeField } from './TimeField';

const useStyles = makeStyles(theme => ({
  times: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    margin: theme.spacing(2, 0),
    '& > *': { flex: '1 1 200px' },
  },
}));

/** Asks of what nobody shall be told, when and why. */
export function SilenceDialog(props: {
  pluginIds: readonly string[];
  /** Resolves to why it was not done. */
  onPlan: (silence: SilencePlan) => Promise<string | undefined>;
  onClose: () => void;
}) {
  const { pluginIds, onPlan, onClose } = props;
  const classes = useStyles();
  const pluginsId = useElementId();
  const [openedAt] = useState(() => Date.now());
  const [start, setStart] = useState(() => toField(openedAt));
  const [end, setEnd] = useState(() => toField(openedAt + usualMs));
  const [plugins, setPlugins] = useState<string[]>([]);
  const times = { startsAt: fromField(start), endsAt: fromField(end) };
  const wrong = timesRefused(times, Date.now());

  return (
    <ReasonDialog
      title="Plan a silence"
      about="Nobody is told of incidents in this time, for example while a server is maintained. They are shown all the same, and what is still open at its end is told then."
      action={['Plan', 'Planning…']}
      refused="The silence was not planned"
      wrong={wrong}
      onSend={reason =>
        onPlan({
          reason,
          // The field holds no seconds: what begins now begins when it is sent.
          ...(start !== toField(openedAt) && {
            startsAt: new Date(times.startsAt).toISOString(),
          }),
          endsAt: new Date(times.endsAt).toISOString(),
          ...(plugins.length > 0 && { plugins }),
        })
      }
      onClose={onClose}
    >
      <div className={classes.times}>
        <TimeField
          label="Begins"
          value={start}
          onChange={setStart}
          wrong={wrong !== undefined}
        />
        <TimeField
          label="Ends"
          value={end}
          onChange={setEnd}
          wrong={wrong !== undefined}
        />
      </div>
      <Autocomplete
        multiple
        id={pluginsId}
        options={[...pluginIds].sort()}
        value={plugins}
        onChange={(_, chosen) => setPlugins(chosen)}
        renderInput={params => (
          <TextField
            {...params}
            variant="outlined"
            label="Only of these plugins"
            helperText="Leave it empty for all plugins and servers."
          />
        )}
      />
    </ReasonDialog>
  );
}
