import { useRef, useState } from 'react';
import { useUrlList } from '../frame/useUrlList';

/**
 * The addresses of the open ledgers, in the URL, and what opens a closed one and
 * closes an open one, which is the same function for as long as the page is
 * shown: a list of hundreds of rows renders only the one that changes.
 */
export function useOpenLedgers(): [
  openLedgers: readonly string[],
  toggle: (address: string) => void,
] {
  const [openLedgers, setOpenLedgers] = useUrlList('ledger');
  const latest = useRef<(address: string) => void>(() => {});
  latest.current = address =>
    setOpenLedgers(
      openLedgers.includes(address)
        ? openLedgers.filter(each => each !== address)
        : [...openLedgers, address],
    );
  const [toggle] = useState(() => (address: string) => latest.current(address));
  return [openLedgers, toggle];
}
