import { useRef, useState } from 'react';
import { useUrlList } from '../page/useUrlList';

/**
 * The keys of the open ledgers, in the URL, and what opens a closed one and
 * closes an open one, which is the same function for as long as the page is
 * shown: a list of hundreds of rows renders only the one that changes.
 */
export function useOpenLedgers(): [
  openKeys: readonly string[],
  toggle: (key: string) => void,
] {
  const [openKeys, setOpenKeys] = useUrlList('ledger');
  const latest = useRef<(key: string) => void>(() => {});
  latest.current = key =>
    setOpenKeys(
      openKeys.includes(key)
        ? openKeys.filter(each => each !== key)
        : [...openKeys, key],
    );
  const [toggle] = useState(() => (key: string) => latest.current(key));
  return [openKeys, toggle];
}
