import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessGroup } from './processGroup';

// Every look at the backend is a line in its log.
const lookIntervalMs = 500;

/** Whether a URL answers with a success. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false; // Nobody listens yet.
  }
}

/**
 * Whether a guest who signs in now belongs to a group. Before the catalog has read
 * its files, the guest would be let in as nobody in particular, for an hour.
 */
export async function guestHasGroup(backendUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${backendUrl}/api/auth/guest/refresh`, {
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
      signal: AbortSignal.timeout(5_000),
    });
    const { backstageIdentity } = await response.json();
    const owned: string[] = backstageIdentity.identity.ownershipEntityRefs;
    return owned.some(ref => ref.startsWith('group:'));
  } catch {
    return false;
  }
}

/** Asks again and again until the answer is yes, `isOver` says so, or time is up. */
export async function waitUntil(
  question: () => Promise<boolean>,
  options: { timeoutMs: number; isOver?: () => boolean },
): Promise<boolean> {
  const deadline = Date.now() + options.timeoutMs;
  while (Date.now() < deadline && !options.isOver?.()) {
    if (await question()) {
      return true;
    }
    await sleep(lookIntervalMs);
  }
  return false;
}

/** Waits for a program to answer at a URL; false when it ends before, or time is up. */
export async function untilAnswers(
  { isOver }: ProcessGroup,
  url: string,
  timeoutMs: number,
): Promise<boolean> {
  return waitUntil(() => answers(url), { timeoutMs, isOver });
}
