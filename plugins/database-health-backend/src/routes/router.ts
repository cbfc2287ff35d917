import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  databaseHealthDetailsReadPermission,
  databaseHealthManagePermission,
  databaseHealthReadPermission,
} from 'backstage-plugin-database-health-common';
import { json } from 'express';
import type { RequestHandler } from 'express';
import Router from 'express-promise-router';
import type { DatabaseHealthReader } from '../readModel';
import { Access } from './access';
import { audited } from './audit';
import {
  dismiss,
  FindingDismissals,
  nameOf,
  readDismissal,
  restore,
} from './dismissals';
import { readHistoryQuery } from './history';
import { probes } from './probes';
import { refresh } from './refresh';
import { findRollbackSource, readRollbackQuery } from './rollback';
import { readSince } from './since';
import { readStatusFilter } from './status';

export interface RouterOptions {
  readonly reader: DatabaseHealthReader;
  readonly dismissals: FindingDismissals;
  readonly requestSurvey: () => Promise<number>;
  /** Names of the migrations in a folder of this machine. */
  readonly listMigrations: (directory: string) => Promise<string[]>;
  readonly auditor: AuditorService;
  readonly httpAuth: HttpAuthService;
  readonly logger: LoggerService;
  readonly permissions: PermissionsService;
}

/** The HTTP contract. No route touches a watched database. */
export function createRouter(options: RouterOptions): RequestHandler {
  const { reader, auditor } = options;
  const access = new Access(options);
  const router = Router();

  router.use(probes(() => reader.readiness()));

  // Not audited: each open page asks for it every few seconds, and addresses of
  // servers are all that details add to it besides folders in lines to run.
  router.get('/overview', async (request, response) => {
    await access.require(request, databaseHealthReadPermission);
    const details = await access.seesDetails(request);
    response.json(reader.overview({ details }));
  });

  router.get('/databases/:id', async (request, response) => {
    await audited(
      auditor,
      { eventId: 'database-read', request, meta: { id: request.params.id } },
      async () => {
        await access.require(request, databaseHealthReadPermission);
        const details = await access.seesDetails(request);
        const detail = reader.database(request.params.id, { details });
        if (!detail) {
          throw new NotFoundError(
            `No plugin database has the id '${
              request.params.id
            }'; known are ${reader.databaseIds().join(', ')}`,
          );
        }
        response.json(detail);
        return { details };
      },
    );
  });

  router.get('/connections', async (request, response) => {
    await audited(
      auditor,
      { eventId: 'connections-read', request },
      async () => {
        await access.require(request, databaseHealthReadPermission);
        const details = await access.seesDetails(request);
        response.json(reader.connections({ details }));
        return { details };
      },
    );
  });

  router.get('/databases/:id/history', async (request, response) => {
    await access.require(request, databaseHealthReadPermission);
    const query = await readHistoryQuery(request, reader);
    response.json(await reader.history(query));
  });

  router.get('/storage', async (request, response) => {
    await access.require(request, databaseHealthReadPermission);
    const since = readSince(request.query.since, {
      otherwise: 'P90D',
      now: Date.now(),
    });
    response.json(await reader.storage(since));
  });

  router.get('/transitions', async (request, response) => {
    await access.require(request, databaseHealthReadPermission);
    const since = readSince(request.query.since, {
      otherwise: 'P30D',
      now: Date.now(),
    });
    response.json(await reader.transitions(since));
  });

  router.get('/checks', async (request, response) => {
    await access.require(request, databaseHealthReadPermission);
    response.json(reader.checks());
  });

  router.get('/migrations', async (request, response) => {
    const query = readRollbackQuery(request);
    await audited(
      auditor,
      { eventId: 'migrations-read', request, meta: { ...query } },
      async () => {
        await access.require(request, databaseHealthReadPermission);
        if (query && 'directory' in query) {
          await access.require(request, databaseHealthDetailsReadPermission);
        }
        const source =
          query &&
          (await findRollbackSource(query, reader, options.listMigrations));
        const details = await access.seesDetails(request);
        response.json(reader.migrations({ source, details }));
        return { details };
      },
    );
  });

  router.get('/status', async (request, response) => {
    await access.require(request, databaseHealthReadPermission);
    const report = reader.status(
      readStatusFilter(request, {
        pluginIds: reader.databaseIds(),
        checkIds: reader.checkIds(),
      }),
    );
    response
      .status(report.status === 'fail' ? 503 : 200)
      .set('Cache-Control', 'no-store')
      .type('application/health+json')
      .send(JSON.stringify(report));
  });

  router.put(
    '/dismissals/:key',
    json({ limit: '16kb' }),
    async (request, response) => {
      const { key } = request.params;
      await audited(
        auditor,
        {
          eventId: 'finding-dismiss',
          request,
          severityLevel: 'medium',
          meta: { key },
        },
        async () => {
          await access.require(request, databaseHealthManagePermission);
          const credentials = await options.httpAuth.credentials(request, {
            allow: ['user', 'service'],
          });
          await dismiss(options.dismissals, reader.findingKeys(), {
            findingKey: key,
            by: nameOf(credentials),
            ...readDismissal(request.body, Date.now()),
          });
          response.status(204).end();
        },
      );
    },
  );

  router.delete('/dismissals/:key', async (request, response) => {
    const { key } = request.params;
    await audited(
      auditor,
      {
        eventId: 'finding-restore',
        request,
        severityLevel: 'medium',
        meta: { key },
      },
      async () => {
        await access.require(request, databaseHealthManagePermission);
        await restore(options.dismissals, key);
        response.status(204).end();
      },
    );
  });

  const takeSurvey = refresh(options.requestSurvey);
  router.post('/refresh', async (request, response) => {
    await audited(
      auditor,
      { eventId: 'refresh', request, severityLevel: 'medium' },
      async () => {
        await access.require(request, databaseHealthManagePermission);
        await takeSurvey(response);
      },
    );
  });

  return router;
}
