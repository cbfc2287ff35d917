import { useUrlValue } from '../frame/useUrlList';
import { ToggleRow } from '../tables/ToggleRow';

/** What is listed; it lives in the URL. */
export type RelationKind = 'tables' | 'indexes';

const kinds: readonly { id: RelationKind; words: string }[] = [
  { id: 'tables', words: 'Tables' },
  { id: 'indexes', words: 'Indexes' },
];

export function useRelationKind(): RelationKind {
  const [kind] = useUrlValue('list');
  return kind === 'indexes' ? kind : 'tables';
}

/** Chooses between tables and indexes. */
export function KindToggle() {
  const kind = useRelationKind();
  const [, setKind] = useUrlValue('list');
  return (
    <ToggleRow
      label="What is listed"
      options={kinds}
      selected={kind}
      onChange={id => setKind(id === 'tables' ? undefined : id)}
    />
  );
}
