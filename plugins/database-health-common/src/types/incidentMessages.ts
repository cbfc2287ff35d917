import type { Incident } from './incidents';

/**
 * One change of an incident, as it is told to people and programs. It holds no host,
 * user or statement.
 *
 * @public
 */
export interface IncidentMessage {
  /**
   * The incident and what became of it, such as `server:postgres-1a2b3c4d:server-reachable:1:opened`:
   * the same however often and by whichever replica it is sent, so that who has had it
   * drops it.
   */
  id: string;
  kind: 'opened' | 'changed' | 'closed';
  /** When it happened, ISO 8601 UTC. */
  at: string;
  /** The worst until then. */
  severity: Incident['severity'];
  /** One sentence: that of the cause then. */
  title: string;
  /** The check that opened the incident, and the one that is its cause now if it is another. */
  checkIds: string[];
  /** The plugins whose databases it is about, by name. */
  pluginIds: string[];
  /** As it was when this was sent, without its changes. */
  incident: Incident;
  /** Where the page is. */
  url: string;
}

/**
 * The body of a webhook: a message, or once a day what became of incidents since the
 * last digest.
 *
 * @public
 */
export type IncidentWebhook =
  | {
      type: `database-health.incident.${IncidentMessage['kind']}`;
      /** When it happened, ISO 8601 UTC. */
      timestamp: string;
      data: IncidentMessage;
    }
  | {
      type: 'database-health.digest';
      /** When it was due, ISO 8601 UTC. */
      timestamp: string;
      data: {
        /** Of the day, and who is told: the same however often it is sent. */
        id: string;
        /** When it was due, ISO 8601 UTC. */
        at: string;
        /** When the last one was made, ISO 8601 UTC. */
        since: string;
        /**
         * The last one of each incident that is open, or was closed since then; those
         * that are open first, the newest first.
         */
        messages: IncidentMessage[];
        /** There are more of them. */
        truncated: boolean;
        /** Where the page is. */
        url: string;
      };
    };
