import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';

/** What a portal needs for a test of changes: who may make them, and what is audited. */
export function audited() {
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockResolvedValue({
    success: async () => {},
    fail: async () => {},
  });
  /** Whether the caller may manage; all else is allowed. */
  const allowed = jest.fn(() => true);
  const features = [
    createServiceFactory({
      service: coreServices.auditor,
      deps: {},
      factory: () => auditor,
    }),
    mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(({ permission }) => ({
          result:
            permission.name !== 'databaseHealth.manage' || allowed()
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
        })),
    }).factory,
  ];
  return { auditor, allowed, features };
}
