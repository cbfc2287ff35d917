import type {
  LifecycleService,
  LoggerService,
  RootLifecycleService,
} from '@backstage/backend-plugin-api';

// Those of `@backstage/backend-test-utils` bring 2,400 modules with them, which
// every file of tests would load anew.

/** A logger whose lines can be looked at. */
export function mockLogger(): jest.Mocked<LoggerService> {
  return {
    error: jest.fn(),
    warn: jest.fn(),
    info: jest.fn(),
    debug: jest.fn(),
    child: jest.fn(),
  };
}

/** A plugin that nobody starts or stops. */
export function mockLifecycle(): jest.Mocked<LifecycleService> {
  return { addStartupHook: jest.fn(), addShutdownHook: jest.fn() };
}

/** A backend that nobody starts or stops. */
export function mockRootLifecycle(): jest.Mocked<RootLifecycleService> {
  return { ...mockLifecycle(), addBeforeShutdownHook: jest.fn() };
}
