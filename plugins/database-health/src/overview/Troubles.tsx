import Button from '@material-ui/core/Button';
import type { Overview } from 'backstage-plugin-database-health-common';
import { isStanding } from '../findings/dismissal/standing';
import { useDismissing } from '../findings/dismissal/useDismissing';
import { FindingList } from '../findings/FindingList';
import { useOpenFindings } from '../findings/useOpenFindings';
import { Section } from '../frame/Section';
import { useUrlValue } from '../frame/useUrlList';
import { IncidentList } from '../incidents/IncidentList';
import { joinIncidents } from '../incidents/joined';
import { countInWords } from '../words/counts';

/** Incidents, worst first, and then the findings that belong to none. */
export function Troubles(props: { overview: Overview }) {
  const { overview } = props;
  const open = useOpenFindings();
  const dismissing = useDismissing(overview, open);
  const [info, setInfo] = useUrlValue('info');
  const { incidents, others } = joinIncidents(overview);
  const notes = others.filter(
    finding => finding.severity === 'info' && isStanding(finding),
  );
  const notesShown =
    info === 'shown' || notes.some(({ key }) => open.hasKey(key));
  const told = others.filter(finding => notesShown || !notes.includes(finding));
  return (
    <>
      {incidents.length > 0 && (
        <Section title="Incidents">
          <IncidentList
            incidents={incidents}
            overview={overview}
            open={open}
            dismissing={dismissing}
          />
        </Section>
      )}
      {(incidents.length === 0 || others.length > 0) && (
        <Section
          title={incidents.length > 0 ? 'Other findings' : 'Findings'}
          aside={
            notes.length > 0 && (
              <Button
                size="small"
                aria-expanded={notesShown}
                onClick={() => setInfo(notesShown ? undefined : 'shown')}
              >
                {notesShown ? 'Hide' : 'Show'}{' '}
                {countInWords(notes.length, 'info finding')}
              </Button>
            )
          }
        >
          <FindingList
            findings={told}
            overview={overview}
            open={open}
            dismissing={dismissing}
            none={noneWords(overview, incidents.length > 0)}
          />
        </Section>
      )}
      {dismissing.parts}
    </>
  );
}

function noneWords({ status }: Overview, besideIncidents: boolean): string {
  if (besideIncidents) {
    return 'Nothing else needs attention.';
  }
  return status === 'ok'
    ? 'Nothing needs attention.'
    : 'Nothing was found so far, but not everything has been read.';
}
