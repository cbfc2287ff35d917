import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useState } from 'react';
import { databaseHealthApiRef } from '../api';
import { Failure, retryAfterSeconds, toFailure } from './failure';

/** Asking for a survey. */
export interface Refresh {
  /** The request has not been answered yet. */
  asking: boolean;
  /** The backend took the last request as too soon; epoch milliseconds. */
  againAt?: number;
  failure?: Failure;
  ask: () => void;
}

/** `onAccepted` is called when the backend has agreed to survey. */
export function useRefresh(onAccepted: () => Promise<void>): Refresh {
  const api = useApi(databaseHealthApiRef);
  const [state, setState] = useState<Omit<Refresh, 'ask'>>({ asking: false });

  const ask = useCallback(async () => {
    setState({ asking: true });
    try {
      await api.refresh();
      await onAccepted();
      setState({ asking: false });
    } catch (error) {
      const seconds = retryAfterSeconds(error);
      setState({
        asking: false,
        ...(seconds === undefined
          ? { failure: toFailure(error) }
          : { againAt: Date.now() + seconds * 1000 }),
      });
    }
  }, [api, onAccepted]);

  return { ...state, ask };
}
