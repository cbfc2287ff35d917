import type { Overview } from 'backstage-plugin-database-health-common';
import { useState } from 'react';
import { Polled, pollIntervalMs, usePolled } from './usePolled';

/** While a survey runs its results are near, so look more often. */
const surveyPollIntervalMs = 2_000;

/** The picture of the whole deployment, kept fresh. */
export function useOverview(): Polled<Overview> {
  const [surveying, setSurveying] = useState(false);
  const polled = usePolled(
    'overview',
    (api, options) => api.getOverview(options),
    { intervalMs: surveying ? surveyPollIntervalMs : pollIntervalMs },
  );
  const surveyingNow =
    polled.answer?.value.summary.surveyRequestedAt !== undefined;
  if (surveyingNow !== surveying) {
    setSurveying(surveyingNow);
  }
  return polled;
}
