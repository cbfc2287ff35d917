import {
  useDeferredValue as deferredValue,
  useTransition as transition,
} from 'react';

// React 17 has neither: there all is rendered at once, as it always was.

/** React's `useDeferredValue`, where there is one. */
export const useDeferredValue: typeof deferredValue =
  deferredValue ?? (value => value);

/** React's `useTransition`, where there is one. */
export const useTransition: typeof transition =
  transition ?? (() => [false, change => change()]);
