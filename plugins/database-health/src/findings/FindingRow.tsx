import type { Overview } from 'backstage-plugin-database-health-common';
import { FindingBody } from './FindingBody';
import type { FindingGroup } from './group';
import { OpenableRow } from './OpenableRow';
import { subjectOf } from './subject';

/** One finding in one line; it opens to all that is known of it. */
export function FindingRow(props: {
  group: FindingGroup;
  overview: Overview;
  open: boolean;
  onToggle: () => void;
  onDismiss?: () => void;
}) {
  const { group, overview, open, onToggle, onDismiss } = props;
  const { severity, title, message, dismissed } = group.first;
  return (
    <OpenableRow
      severity={severity}
      dismissed={dismissed !== undefined}
      subject={subjectOf(group, overview)}
      title={title}
      message={message}
      since={group.since}
      open={open}
      onToggle={onToggle}
    >
      <FindingBody group={group} overview={overview} onDismiss={onDismiss} />
    </OpenableRow>
  );
}
