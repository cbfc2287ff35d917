import type { LedgerSession } from '../../../pure/facts';

/** What the server measures comes first, then what has run for longest. */
export function leadingOf(
  sessions: readonly LedgerSession[],
): LedgerSession | undefined {
  const [first] = [...sessions].sort(
    (a, b) =>
      Number(Boolean(b.progress)) - Number(Boolean(a.progress)) ||
      a.since - b.since,
  );
  return first;
}

/** `building index: 42 %`, or the phase alone where the server does not know. */
export function progressOf({
  phase,
  done,
  total,
}: NonNullable<LedgerSession['progress']>): string {
  return total > 0
    ? `${phase}: ${Math.floor((100 * Math.min(done, total)) / total)} %`
    : phase;
}

/** What a reader can do something about; other waits are over in a moment. */
const waits: Record<string, string> = {
  Lock: 'another session that holds a lock',
  Client: 'its client',
};

/** Whom it waits for, where that is worth a word. */
export function waitOf({ waitsFor }: LedgerSession): string | undefined {
  return waitsFor === undefined ? undefined : waits[waitsFor];
}
