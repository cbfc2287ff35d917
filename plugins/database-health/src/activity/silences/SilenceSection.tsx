import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { useState } from 'react';
import { useSaid } from '../../changes/useSaid';
import { Section } from '../../frame/Section';
import type { Silence } from './silence';
import { SilenceDialog } from './SilenceDialog';
import { SilenceRow } from './SilenceRow';
import { useSilences } from './useSilences';

const useStyles = makeStyles(theme => ({
  none: { padding: theme.spacing(1, 1.5) },
  list: { listStyle: 'none', margin: 0, padding: 0 },
}));

/** When nobody is told of incidents, and planning such a time. */
export function SilenceSection(props: {
  silences: readonly Silence[];
  overview: Overview;
  /** Reads them anew. */
  reload: () => Promise<void>;
}) {
  const { silences, overview, reload } = props;
  const classes = useStyles();
  const { allowed, plan, end } = useSilences(reload);
  const [planning, setPlanning] = useState(false);
  const [said, say] = useSaid();

  return (
    <Section
      title="Silences"
      aside={
        allowed && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => {
              say('');
              setPlanning(true);
            }}
          >
            Plan a silence
          </Button>
        )
      }
    >
      <Paper>
        {silences.length === 0 ? (
          <Typography variant="body2" className={classes.none}>
            None is planned: people are told of every incident.
          </Typography>
        ) : (
          <ul className={classes.list}>
            {silences.map(silence => (
              <SilenceRow
                key={silence.id}
                silence={silence}
                onEnd={
                  allowed
                    ? async () => {
                        say('');
                        const refusal = await end(silence);
                        if (!refusal) {
                          say('The silence was ended.');
                        }
                        return refusal;
                      }
                    : undefined
                }
              />
            ))}
          </ul>
        )}
        {said}
      </Paper>
      {planning && (
        <SilenceDialog
          pluginIds={overview.databases.map(({ pluginId }) => pluginId)}
          onClose={() => setPlanning(false)}
          onPlan={async silence => {
            const refusal = await plan(silence);
            if (!refusal) {
              setPlanning(false);
              say('The silence was planned.');
            }
            return refusal;
          }}
        />
      )}
    </Section>
  );
}
