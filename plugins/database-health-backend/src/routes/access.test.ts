import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  type AuthorizePermissionResponse,
  AuthorizeResult,
} from '@backstage/plugin-permission-common';
import {
  databaseHealthDetailsReadPermission as details,
  databaseHealthReadPermission as read,
} from 'backstage-plugin-database-health-common';
import type { Request } from 'express';
import { Access } from './access';

const refused = new Error('connect ECONNREFUSED 10.0.0.1:7007');

describe('Access', () => {
  const request = { headers: {} } as Request;
  const logger = mockServices.logger.mock();
  let allowed: string[];
  let away: string[];
  let decide: () => Promise<unknown>;
  let access: Access;

  beforeEach(() => {
    jest.resetAllMocks();
    allowed = [read.name, details.name];
    away = [];
    decide = async () => {};
    access = new Access({
      logger,
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.user(),
      }),
      permissions: mockServices.permissions.mock({
        async authorize(asked) {
          await decide();
          return asked.map(
            ({ permission: { name } }): AuthorizePermissionResponse => {
              if (away.includes(name)) {
                throw refused;
              }
              return {
                result: allowed.includes(name)
                  ? AuthorizeResult.ALLOW
                  : AuthorizeResult.DENY,
              };
            },
          );
        },
      }),
    });
  });

  const told = () => [
    logger.warn.mock.calls.length,
    logger.info.mock.calls.length,
  ];

  it('logs an outage once with its cause, and its end', async () => {
    await access.require(request, read);
    expect(told()).toEqual([0, 0]);
    away = allowed;
    await access.require(request, read);
    await access.require(request, read);
    await expect(access.require(request, details)).rejects.toThrow(
      'The permission service does not answer',
    );
    expect(logger.warn.mock.calls).toEqual([
      [
        'The permission service does not decide; what it decided within the last hour holds until it does, all else is refused',
        refused,
      ],
    ]);
    expect(told()).toEqual([1, 0]);

    away = [];
    await access.require(request, read);
    await access.require(request, details);
    expect(told()).toEqual([1, 1]);
    away = allowed;
    await access.require(request, read);
    expect(told()).toEqual([2, 1]);
  });

  it('takes a decision that came while this process was busy', async () => {
    const service = createServer((_, response) => response.end());
    await once(service.listen(0, '127.0.0.1'), 'listening');
    const { port } = service.address() as AddressInfo;
    decide = async () => {
      setImmediate(() => {
        const end = performance.now() + 4_000;
        while (performance.now() < end) {
          // Busy on purpose.
        }
      });
      await fetch(`http://127.0.0.1:${port}`);
    };
    await access.require(request, read);
    expect(told()).toEqual([0, 0]);
    service.closeAllConnections();
    service.close();
  });

  it('shows no details where nobody knows whether it may, and all else', async () => {
    away = [details.name];
    await access.require(request, read);
    expect(await access.seesDetails(request)).toBe(false);

    away = [];
    expect(await access.seesDetails(request)).toBe(true);
    away = [details.name];
    expect(await access.seesDetails(request)).toBe(true);
  });
});
