import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { IncidentSink } from 'backstage-plugin-database-health-node';
import { within } from '../within';

export const incidentTopic = 'database-health.incident';

/**
 * Publishes each message. Subscribers in this process have it before anything can fail:
 * to publish it again would tell them twice, so what others did not get is lost.
 */
export function eventsSink(
  events: EventsService,
  logger: LoggerService,
): IncidentSink {
  let told = false;
  return {
    id: 'events',
    async send(message, signal) {
      try {
        await within(
          signal,
          events.publish({
            topic: incidentTopic,
            eventPayload: message,
            metadata: { id: message.id },
          }),
        );
        told = false;
      } catch (error) {
        if (!told) {
          told = true;
          logger.warn(
            'Subscribers in other processes may not have been told of an incident: it was published here only',
            error as Error,
          );
        }
      }
    },
  };
}
