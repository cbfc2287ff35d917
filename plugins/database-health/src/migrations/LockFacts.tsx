import LinearProgress from '@material-ui/core/LinearProgress';
import type { Ledger } from 'backstage-plugin-database-health-common';
import { Age } from '../signs/Age';
import { numberInWords } from '../words/counts';
import { lockStateNames } from '../words/names';

/** The state of a lock, since when, from what it is known, and how far it is. */
export function LockFacts({ lock }: { lock: Ledger['lock'] }) {
  const { state, since, evidence, progress } = lock;
  return (
    <>
      {lockStateNames[state]}
      {since && (
        <>
          {' '}
          since <Age since={since} />
        </>
      )}
      {state !== 'free' && evidence && <div>{evidence}</div>}
      {progress && (
        <div>
          {progress.command}: {progress.phase}
          {progress.total > 0 && (
            <>
              , {numberInWords(progress.done)} of{' '}
              {numberInWords(progress.total)} {progress.unit} (
              {Math.floor((100 * progress.done) / progress.total)} %)
              <LinearProgress
                variant="determinate"
                aria-label={progress.command}
                value={Math.min(100, (100 * progress.done) / progress.total)}
              />
            </>
          )}
        </div>
      )}
    </>
  );
}
