import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  databaseHealthManagePermission,
  Dismissal,
  Finding,
} from 'backstage-plugin-database-health-common';
import { useContext } from 'react';
import { databaseHealthApiRef } from '../../api';
import { Failure, toFailure } from '../../data/failure';
import { refusalInWords } from '../../data/refusal';
import { ReloadPicture } from '../../data/ReloadPicture';

/**
 * Letting findings be, and taking that back. Both resolve, when the picture
 * shows it, to a sentence that says why it was not done.
 */
export interface Dismissals {
  /** Whether the reader may do either. */
  allowed: boolean;
  dismiss(
    findings: readonly Finding[],
    dismissal: Dismissal,
  ): Promise<string | undefined>;
  restore(findings: readonly Finding[]): Promise<string | undefined>;
}

export function useDismissals(): Dismissals {
  const api = useApi(databaseHealthApiRef);
  const reload = useContext(ReloadPicture);
  const { allowed } = usePermission({
    permission: databaseHealthManagePermission,
  });
  const eachOf = async (
    findings: readonly Finding[],
    act: (key: string) => Promise<void>,
  ) => {
    const failure = await firstFailure(findings, act);
    await reload();
    return (
      failure &&
      (failure.kind === 'not-found'
        ? 'This finding is not there any more.'
        : refusalInWords(failure))
    );
  };
  return {
    allowed,
    dismiss: (findings, dismissal) =>
      eachOf(findings, key => api.dismissFinding(key, dismissal)),
    restore: findings => eachOf(findings, key => api.restoreFinding(key)),
  };
}

/** Of many that say the same some may have ended meanwhile: that is none. */
async function firstFailure(
  findings: readonly Finding[],
  act: (key: string) => Promise<void>,
): Promise<Failure | undefined> {
  let ended: Failure | undefined;
  let done = 0;
  for (const { key } of findings) {
    try {
      await act(key);
      done += 1;
    } catch (error) {
      const failure = toFailure(error);
      if (failure.kind !== 'not-found') {
        return failure;
      }
      ended = failure;
    }
  }
  return done === 0 ? ended : undefined;
}
