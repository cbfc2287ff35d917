import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { dayMs } from '../timeSpans';
import { fieldsOf, readReason } from './bodies';
import { requireText } from './texts';

/** Sets findings aside, and takes that back. Neither rejects. */
export interface FindingDismissals {
  /** `undefined` where the store did not take it, `full` where it has too many. */
  dismiss(dismissal: {
    findingKey: string;
    by: string;
    reason: string;
    /** Epoch milliseconds. */
    until?: number;
  }): Promise<'dismissed' | 'full' | undefined>;
  restore(findingKey: string): Promise<true | undefined>;
}

/** Reads the body of `PUT /dismissals/:key`; throws an `InputError` that says what is allowed. */
export function readDismissal(
  body: unknown,
  now: number,
): { reason: string; until?: number } {
  const { reason, until } = fieldsOf('A dismissal', body, ['reason', 'until']);
  const text = readReason(reason);
  if (until === undefined) {
    return { reason: text };
  }
  requireText('until', String(until));
  const end = typeof until === 'string' ? Date.parse(until) : NaN;
  if (!(end > now)) {
    throw new InputError(
      `until must be a time to come such as ${new Date(
        now + 7 * dayMs,
      ).toISOString()}`,
    );
  }
  return { reason: text, until: end };
}

/** Throws a `NotFoundError` where no finding has that key now. */
export async function dismiss(
  dismissals: FindingDismissals,
  findingKeys: readonly string[],
  dismissal: Parameters<FindingDismissals['dismiss']>[0],
): Promise<void> {
  if (!findingKeys.includes(dismissal.findingKey)) {
    throw new NotFoundError(
      `There is no finding '${dismissal.findingKey}' now; GET /overview has the keys of all findings`,
    );
  }
  const outcome = await dismissals.dismiss(dismissal);
  if (outcome === 'full') {
    throw new ConflictError(
      'There are too many dismissals; restore some that are no longer needed',
    );
  }
  requireStore(outcome);
}

export async function restore(
  dismissals: FindingDismissals,
  findingKey: string,
): Promise<void> {
  requireStore(await dismissals.restore(findingKey));
}

export function requireStore(outcome: unknown): void {
  if (!outcome) {
    throw new ServiceUnavailableError(
      'The store of Database Health cannot be written now; try again when it works',
    );
  }
}

/** Who asked, as the dismissal names them. */
export function nameOf({
  principal,
}: BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>): string {
  return principal.type === 'user'
    ? principal.userEntityRef
    : principal.subject;
}
