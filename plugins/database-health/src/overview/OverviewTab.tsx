import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { DatabaseTable } from '../databases/DatabaseTable';
import { Figures } from '../figures/Figures';
import { isStanding } from '../findings/dismissal/standing';
import { FindingList } from '../findings/FindingList';
import { Section } from '../frame/Section';
import { usePageLinks } from '../frame/PagePath';
import type { TabProps } from '../frame/tab';
import { useUrlValue } from '../frame/useUrlList';
import { countInWords } from '../words/counts';

/** The worst databases that are shown here; the others have their own tab. */
const databasesShown = 15;

/** Is everything well; if not, what, since when, and what to do. */
export function OverviewTab({ overview }: TabProps) {
  const { status, databases, findings } = overview;
  const links = usePageLinks();
  const [info, setInfo] = useUrlValue('info');
  const notes = findings.filter(
    finding => finding.severity === 'info' && isStanding(finding),
  );
  const others = findings.filter(finding => !notes.includes(finding));
  const [linked] = useUrlValue('finding');
  const notesShown =
    info === 'shown' || notes.some(({ key }) => key === linked);

  return (
    <>
      <Figures overview={overview} />
      <Section
        title="Findings"
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
          findings={notesShown ? findings : others}
          overview={overview}
          none={
            status === 'ok'
              ? 'Nothing needs attention.'
              : 'Nothing was found so far, but not everything has been read.'
          }
        />
      </Section>
      <Section
        title="Databases"
        aside={
          <Link to={links.tab('databases')}>
            {databases.length > databasesShown
              ? `All ${countInWords(databases.length, 'database')}`
              : 'Search and filter'}
          </Link>
        }
      >
        <Paper>
          {databases.length > 0 ? (
            <DatabaseTable databases={databases.slice(0, databasesShown)} />
          ) : (
            <Box p={2}>
              <Typography variant="body2">
                No plugin database is known.
              </Typography>
            </Box>
          )}
        </Paper>
      </Section>
    </>
  );
}
