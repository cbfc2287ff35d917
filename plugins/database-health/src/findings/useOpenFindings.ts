import { useRef } from 'react';
import { useUrlList } from '../frame/useUrlList';
import type { FindingGroup } from './group';

/** Which findings are open. */
export interface OpenFindings {
  has(group: FindingGroup): boolean;
  toggle(group: FindingGroup): void;
  close(group: FindingGroup): void;
  /** Of a finding that need not be there, such as the cause of an incident. */
  hasKey(key: string): boolean;
  toggleKey(key: string): void;
  /** Whether the reader came by a link to it. */
  isLinked(group: FindingGroup): boolean;
}

/** They stand in the URL, so that a link to a finding opens it. */
export function useOpenFindings(): OpenFindings {
  const [keys, setKeys] = useUrlList('finding');
  const linked = useRef(keys[0]);
  const hasKey = (key: string) => keys.includes(key);
  const close = (closed: readonly string[]) =>
    setKeys(keys.filter(each => !closed.includes(each)));
  const keysOf = ({ all }: FindingGroup) => all.map(({ key }) => key);
  const has = (group: FindingGroup) => keysOf(group).some(hasKey);
  return {
    has,
    hasKey,
    close: group => close(keysOf(group)),
    toggle: group =>
      has(group) ? close(keysOf(group)) : setKeys([...keys, group.first.key]),
    toggleKey: key => (hasKey(key) ? close([key]) : setKeys([...keys, key])),
    isLinked: group => keysOf(group).includes(linked.current),
  };
}
