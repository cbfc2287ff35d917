import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { hourMs } from '../timeSpans';

/** A decision is not stood by for longer than this (ours). */
const keptForMs = hourMs;

/** More decisions than this are not remembered: one per caller and permission. */
const mostDecisions = 1_000;

/**
 * What the permission service last decided for each caller. For a user it asks
 * the auth plugin, which needs its database: without this, an outage would hide
 * the page that explains it.
 */
export class LastDecisions {
  readonly #decisions = new Map<string, { allowed: boolean; at: number }>();

  remember(
    credentials: BackstageCredentials,
    permission: string,
    allowed: boolean,
  ): void {
    const key = keyOf(credentials, permission);
    this.#decisions.delete(key);
    this.#decisions.set(key, { allowed, at: Date.now() });
    if (this.#decisions.size > mostDecisions) {
      const [oldest] = this.#decisions.keys();
      this.#decisions.delete(oldest);
    }
  }

  /** `undefined` where it was never decided, or too long ago. */
  recall(
    credentials: BackstageCredentials,
    permission: string,
  ): boolean | undefined {
    const decision = this.#decisions.get(keyOf(credentials, permission));
    return decision && Date.now() - decision.at <= keptForMs
      ? decision.allowed
      : undefined;
  }
}

/** The whole principal counts: a restricted token is not its unrestricted twin. */
function keyOf(
  { principal }: BackstageCredentials,
  permission: string,
): string {
  return JSON.stringify([permission, principal]);
}
