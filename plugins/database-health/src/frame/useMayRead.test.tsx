import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  type PermissionApi,
  permissionApiRef,
} from '@backstage/plugin-permission-react';
import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { SWRConfig } from 'swr';
import { answerDeadlineMs } from '../data/usePolled';
import { useMayRead } from './useMayRead';

type Answer = ReturnType<PermissionApi['authorize']>;

const asking = (authorize: () => Promise<unknown>) =>
  renderHook(() => useMayRead(), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <SWRConfig
        value={{ provider: () => new Map(), shouldRetryOnError: false }}
      >
        <TestApiProvider
          apis={[
            [permissionApiRef, { authorize: () => authorize() as Answer }],
          ]}
        >
          {children}
        </TestApiProvider>
      </SWRConfig>
    ),
  }).result;

const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

describe('whether the reader may see the page', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    [AuthorizeResult.ALLOW, true],
    [AuthorizeResult.DENY, false],
  ])('is what the permission backend says: %s', async (result, allowed) => {
    const mayRead = asking(async () => ({ result }));
    expect(mayRead.current).toEqual({ loading: true, allowed: false });
    await pass(0);
    expect(mayRead.current).toEqual({ loading: false, allowed });
  });

  it('is left to our own backend where that one fails', async () => {
    const mayRead = asking(async () => {
      throw new Error('Request failed with 500');
    });
    await pass(0);
    expect(mayRead.current).toEqual({ loading: false, allowed: true });
  });

  it('is left to our own backend where that one hangs', async () => {
    const mayRead = asking(() => new Promise(() => undefined));
    await pass(answerDeadlineMs - 1);
    expect(mayRead.current).toEqual({ loading: true, allowed: false });
    await pass(1);
    expect(mayRead.current).toEqual({ loading: false, allowed: true });
  });
});
