import {
  type Engine,
  engineData,
} from 'backstage-plugin-database-health-common';
import type { Skipped } from 'backstage-plugin-database-health-node';
import type { Session, Sessions } from '../../../pure/facts';

/**
 * `session 4711 of catalog`, `session 4711, which names no plugin`, `session 4711,
 * which is not of this portal`.
 */
export function nameOf({ pid, pluginId, stranger }: Session): string {
  if (stranger) {
    return `session ${pid}, which is not of this portal`;
  }
  return pluginId === null
    ? `session ${pid}, which names no plugin`
    : `session ${pid} of ${pluginId}`;
}

/** Nothing to complain of, as far as can be seen. */
export function nothingOf(
  { partial }: Sessions,
  engine: Engine,
): readonly [] | Skipped {
  return partial
    ? {
        skipped: `Partly seen: the role of this plugin may not see what sessions of other roles do. Grant it \`${engineData[engine].sessions?.grant}\` to show them.`,
      }
    : [];
}

/** The one that has lasted for longest comes first. */
export function longestFirst<S extends Session>(
  sessions: readonly S[],
  lastingMs: (session: S) => number,
): S[] {
  return [...sessions].sort((a, b) => lastingMs(b) - lastingMs(a));
}
