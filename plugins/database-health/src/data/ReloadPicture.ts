import { createContext } from 'react';

/** Asks for the picture anew, for what has just changed it. Never rejects. */
export const ReloadPicture = createContext<() => Promise<void>>(
  async () => undefined,
);
