import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { databaseHealthManagePermission } from 'backstage-plugin-database-health-common';
import { databaseHealthApiRef } from '../../api';
import { toFailure } from '../../data/failure';
import { refusalInWords } from '../../data/refusal';
import type { Silence, SilencePlan } from './silence';

/**
 * Planning silences, and ending them. Both resolve, when the list shows it, to a
 * sentence that says why it was not done.
 */
export interface Silencing {
  /** Whether the reader may do either. */
  allowed: boolean;
  plan(silence: SilencePlan): Promise<string | undefined>;
  end(silence: Silence): Promise<string | undefined>;
}

export function useSilences(reload: () => Promise<void>): Silencing {
  const api = useApi(databaseHealthApiRef);
  const { allowed } = usePermission({
    permission: databaseHealthManagePermission,
  });
  const done = async (change: Promise<void>) => {
    const refusal = await change.then(
      () => undefined,
      error => refusalInWords(toFailure(error)),
    );
    await reload();
    return refusal;
  };
  return {
    allowed,
    plan: silence => done(api.setSilence(newId(), silence)),
    end: ({ id }) => done(api.endSilence(id)),
  };
}

/** Of no other silence. Not of `crypto`, which a portal without TLS does not have. */
function newId(): string {
  const random = Math.random().toString(36).slice(2, 10);
  return `page-${Date.now().toString(36)}-${random}`;
}
