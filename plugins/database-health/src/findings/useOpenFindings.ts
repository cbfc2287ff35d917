import { useRef } from 'react';
import { useUrlList } from '../frame/useUrlList';
import type { FindingGroup } from './group';

/** Which findings are open. */
export interface OpenFindings {
  has(group: FindingGroup): boolean;
  toggle(group: FindingGroup): void;
  close(group: FindingGroup): void;
  /** Whether the reader came by a link to it. */
  isLinked(group: FindingGroup): boolean;
}

/** They stand in the URL, so that a link to a finding opens it. */
export function useOpenFindings(): OpenFindings {
  const [keys, setKeys] = useUrlList('finding');
  const linked = useRef(keys[0]);
  const has = ({ all }: FindingGroup) =>
    all.some(({ key }) => keys.includes(key));
  const close = ({ all }: FindingGroup) =>
    setKeys(keys.filter(each => !all.some(({ key }) => key === each)));
  return {
    has,
    close,
    toggle: group =>
      has(group) ? close(group) : setKeys([...keys, group.first.key]),
    isLinked: ({ all }) => all.some(({ key }) => key === linked.current),
  };
}
