import { useState } from 'react';

let given = 0;

/** An id for an element that another one refers to; React 17 has no `useId`. */
export function useElementId(): string {
  const [id] = useState(() => {
    given += 1;
    return `database-health-${given}`;
  });
  return id;
}
