import {
  databaseHealthDetailsReadPermission,
  databaseHealthReadPermission,
} from 'backstage-plugin-database-health-common';
import type { JsonObject } from '@backstage/types';
import type { Request, Response, Router } from 'express';
import { audited } from './audit';
import { readHistoryQuery } from './history';
import { requireDatabase } from './known';
import { findRollbackSource, readRollbackQuery } from './rollback';
import { readSince } from './since';
import { readStatusFilter } from './status';
import type { RouterOptions } from './types';

/** The routes that answer what there is, to everybody who may read. */
export function addReads(router: Router, options: RouterOptions): void {
  const { access, auditor, metrics, reader } = options;

  const forReaders =
    (answer: (request: Request, response: Response) => unknown) =>
    async (request: Request, response: Response) => {
      await access.require(request, databaseHealthReadPermission);
      await answer(request, response);
    };

  /** Of a time up to now, which is as long as `otherwise` where nobody says since when. */
  const sinceThen = (
    otherwise: string,
    answer: (since: number) => Promise<unknown>,
  ) =>
    forReaders(async ({ query }, response) => {
      const since = readSince(query.since, { otherwise, now: Date.now() });
      response.json(await answer(since));
    });

  /** Audits who read what, and whether with details. */
  const withDetails =
    (
      eventId: string,
      answer: (request: Request, details: boolean) => unknown,
      metaOf?: (request: Request) => JsonObject,
    ) =>
    (request: Request, response: Response) =>
      audited(
        auditor,
        { eventId, request, meta: metaOf?.(request) },
        async () => {
          await access.require(request, databaseHealthReadPermission);
          const details = await access.seesDetails(request);
          response.json(await answer(request, details));
          return { details };
        },
      );

  // Not audited: each open page asks for it every few seconds, and addresses of
  // servers are all that details add to it besides folders in lines to run.
  router.get(
    '/overview',
    forReaders(async (request, response) => {
      const details = await access.seesDetails(request);
      response.json(reader.overview({ details }));
    }),
  );

  router.get(
    '/databases/:id',
    withDetails(
      'database-read',
      ({ params: { id } }, details) => {
        requireDatabase(reader, id);
        return reader.database(id, { details });
      },
      ({ params: { id } }) => ({ id }),
    ),
  );

  router.get(
    '/connections',
    withDetails('connections-read', (_, details) =>
      reader.connections({ details }),
    ),
  );

  router.get(
    '/databases/:id/history',
    forReaders(async (request, response) => {
      const query = await readHistoryQuery(request, reader);
      response.json(await reader.history(query));
    }),
  );

  router.get(
    '/storage',
    sinceThen('P90D', since => reader.storage(since)),
  );

  router.get(
    '/transitions',
    sinceThen('P30D', since => reader.transitions(since)),
  );

  router.get(
    '/incidents',
    sinceThen('P30D', since => reader.incidents(since)),
  );

  router.get(
    '/checks',
    forReaders((_, response) => response.json(reader.checks())),
  );

  router.get(
    '/migrations',
    withDetails(
      'migrations-read',
      async (request, details) => {
        const query = readRollbackQuery(request);
        if (query && 'directory' in query) {
          await access.require(request, databaseHealthDetailsReadPermission);
        }
        const source =
          query &&
          (await findRollbackSource(query, reader, options.listMigrations));
        return reader.migrations({ source, details });
      },
      request => ({ ...readRollbackQuery(request) }),
    ),
  );

  router.get(
    '/status',
    forReaders((request, response) => {
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
    }),
  );

  router.get(
    '/metrics',
    forReaders(async (request, response) => {
      const [ifAnything] = metrics.contentTypes;
      const contentType =
        metrics.contentTypes.find(
          each => each === request.accepts([...metrics.contentTypes]),
        ) ?? ifAnything;
      const text = await metrics.text(contentType);
      response
        .set('Cache-Control', 'no-store')
        .vary('Accept')
        .type(contentType)
        .send(text);
    }),
  );
}
