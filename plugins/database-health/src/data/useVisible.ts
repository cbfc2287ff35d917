import { useEffect, useState } from 'react';

/** Whether the reader can see the page. */
export function useVisible(): boolean {
  const [visible, setVisible] = useState(isVisible);
  useEffect(() => {
    const look = () => setVisible(isVisible());
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return visible;
}

function isVisible(): boolean {
  return document.visibilityState !== 'hidden';
}
