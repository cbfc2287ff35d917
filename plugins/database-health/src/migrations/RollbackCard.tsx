import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  Database,
  databaseHealthDetailsReadPermission,
  Rollback,
} from 'backstage-plugin-database-health-common';
import { useUrlValue } from '../frame/useUrlList';
import type { Failure } from '../data/failure';
import { ToneSign } from '../signs/ToneSign';
import { countInWords } from '../words/counts';
import { timeInWords } from '../words/durations';
import type { Tone } from '../words/names';
import { Disclosure } from './Disclosure';
import { RollbackChoice } from './RollbackChoice';
import { RollbackLedgers } from './RollbackLedgers';
import { VersionChanges } from './VersionChanges';

const useStyles = makeStyles(theme => ({
  card: { marginTop: theme.spacing(2) },
  body: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
    padding: theme.spacing(0.5, 2, 2),
  },
  prose: { maxWidth: '80ch', lineHeight: 1.5 },
}));

/** Whether another version of the backend would start on these ledgers. */
export function RollbackCard(props: {
  rollback: Rollback | undefined;
  failure?: Failure;
  databases: readonly Database[];
}) {
  const { rollback, failure, databases } = props;
  const classes = useStyles();
  const [open, setOpen] = useUrlValue('rollback');
  const { tone, answer, sentence } = describe(rollback, failure);
  return (
    <Paper className={classes.card}>
      <Disclosure
        open={open !== undefined}
        onToggle={() => setOpen(open === undefined ? 'open' : undefined)}
        head={
          <>
            <strong>Can I roll back?</strong>{' '}
            <ToneSign tone={tone}>{answer}</ToneSign> {sentence}
          </>
        }
      >
        <div className={classes.body}>
          <Typography variant="body2" className={classes.prose}>
            Knex compares its ledger with the files of the version that starts,
            and refuses to start where a row has no file. So a version is safe
            to go back to if it has a file for every row.
          </Typography>
          <RollbackChoice rollback={rollback} databases={databases} />
          {rollback && (
            <>
              <VersionChanges rollback={rollback} />
              <RollbackLedgers ledgers={rollback.ledgers} />
            </>
          )}
        </div>
      </Disclosure>
    </Paper>
  );
}

function describe(
  rollback: Rollback | undefined,
  failure: Failure | undefined,
): { tone: Tone; answer: string; sentence: string } {
  if (failure) {
    return {
      tone: 'unknown',
      answer: 'Not known',
      sentence:
        failure.kind === 'permission'
          ? `To compare with a folder you need the permission ${databaseHealthDetailsReadPermission.name}.`
          : failure.sentence,
    };
  }
  if (!rollback) {
    return { tone: 'unknown', answer: 'Asking', sentence: '' };
  }
  if (!rollback.target) {
    return {
      tone: 'unknown',
      answer: 'Nothing to compare yet',
      sentence: rollback.reasons[0] ?? '',
    };
  }
  const other = otherOf(rollback);
  if (rollback.safe) {
    return {
      tone: 'ok',
      answer: 'Safe',
      sentence: `Every row has a file in ${other}.`,
    };
  }
  const unsafe = rollback.ledgers.filter(({ safe }) => !safe);
  return {
    tone: 'warning',
    answer: 'Not safe',
    sentence:
      unsafe.length === 0
        ? rollback.reasons.join(' ')
        : `${countInWords(unsafe.length, 'ledger')} ${
            unsafe.length === 1 ? 'has' : 'have'
          } rows without a file in ${other}.`,
  };
}

/** What is compared with, in words. */
function otherOf({ target, versions }: Rollback): string {
  if (target && 'directory' in target) {
    return target.directory;
  }
  const version = versions.find(({ id }) => id === target?.versionId);
  return version
    ? `the version last seen on ${timeInWords(version.lastSeenAt)}`
    : 'the version compared with';
}
