import { databaseHealthManagePermission } from 'backstage-plugin-database-health-common';
import type { JsonObject } from '@backstage/types';
import { json, type Request, type Response, type Router } from 'express';
import { audited } from './audit';
import { dismiss, nameOf, readDismissal, restore } from './dismissals';
import { refresh } from './refresh';
import { endSilence, readSilence, setSilence } from './silences';
import type { RouterOptions } from './types';

/** The routes that change something, each for those who may, and audited. */
export function addChanges(router: Router, options: RouterOptions): void {
  const { access, auditor, dismissals, httpAuth, reader, silences } = options;

  const forManagers =
    (
      eventId: string,
      change: (request: Request, response: Response) => Promise<void>,
      metaOf?: (request: Request) => JsonObject,
    ) =>
    (request: Request, response: Response) =>
      audited(
        auditor,
        { eventId, request, severityLevel: 'medium', meta: metaOf?.(request) },
        async () => {
          await access.require(request, databaseHealthManagePermission);
          await change(request, response);
        },
      );

  const callerOf = async (request: Request) =>
    nameOf(await httpAuth.credentials(request, { allow: ['user', 'service'] }));

  const keyOf = ({ params: { key } }: Request) => ({ key });

  router.put(
    '/dismissals/:key',
    json({ limit: '16kb' }),
    forManagers(
      'finding-dismiss',
      async (request, response) => {
        await dismiss(dismissals, reader.findingKeys(), {
          findingKey: request.params.key,
          by: await callerOf(request),
          ...readDismissal(request.body, Date.now()),
        });
        response.status(204).end();
      },
      keyOf,
    ),
  );

  router.delete(
    '/dismissals/:key',
    forManagers(
      'finding-restore',
      async (request, response) => {
        await restore(dismissals, request.params.key);
        response.status(204).end();
      },
      keyOf,
    ),
  );

  const idOf = ({ params: { id } }: Request) => ({ id });

  router.put(
    '/silences/:id',
    json({ limit: '16kb' }),
    forManagers(
      'silence-set',
      async (request, response) => {
        await setSilence(silences, {
          id: request.params.id,
          by: await callerOf(request),
          ...readSilence(request.body, {
            now: Date.now(),
            pluginIds: reader.databaseIds(),
          }),
        });
        response.status(204).end();
      },
      idOf,
    ),
  );

  router.delete(
    '/silences/:id',
    forManagers(
      'silence-end',
      async (request, response) => {
        await endSilence(silences, request.params.id);
        response.status(204).end();
      },
      idOf,
    ),
  );

  const takeSurvey = refresh(options.requestSurvey);
  router.post(
    '/refresh',
    forManagers('refresh', (_, response) => takeSurvey(response)),
  );
}
