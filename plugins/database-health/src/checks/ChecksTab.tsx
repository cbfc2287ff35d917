import { makeStyles } from '@material-ui/core/styles';
import { useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import { Loaded } from '../frame/Loaded';
import { Section } from '../frame/Section';
import { useChecks } from '../data/useChecks';
import { CheckCard } from './CheckCard';
import { Glossary } from './Glossary';

const useStyles = makeStyles(theme => ({
  checks: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 440px), 1fr))',
    gap: theme.spacing(2),
  },
}));

/** What is looked at and why: where the page explains itself. */
export function ChecksTab() {
  const classes = useStyles();
  const polled = useChecks();
  const { hash } = useLocation();
  const wanted = decodeURIComponent(hash.slice(1));
  const loaded = polled.answer !== undefined;

  useEffect(() => {
    if (loaded && wanted) {
      document.getElementById(wanted)?.scrollIntoView?.({ block: 'center' });
    }
  }, [loaded, wanted]);

  return (
    <Loaded polled={polled} what="The checks">
      {({ checks }) => (
        <>
          <Section title="What is checked">
            <div className={classes.checks}>
              {checks.map(check => (
                <CheckCard
                  key={check.checkId}
                  check={check}
                  wanted={check.checkId === wanted}
                />
              ))}
            </div>
          </Section>
          <Glossary />
        </>
      )}
    </Loaded>
  );
}
