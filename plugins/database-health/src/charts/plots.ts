import { lazy } from 'react';

/**
 * The drawings, which carry recharts, come when the first of them is shown:
 * tabs without a chart do not load it.
 */
export const HistoryPlot = lazy(() => import('./HistoryPlot'));
export const StackPlot = lazy(() => import('./StackPlot'));
