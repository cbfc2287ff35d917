import { makeStyles } from '@material-ui/core/styles';
import { Notice } from '../page/Notice';
import { PictureMissing } from '../page/PictureMissing';
import { Section } from '../page/Section';
import type { TabProps } from '../page/tab';
import { TabSkeleton } from '../page/TabSkeleton';
import { useStorage } from '../picture/useStorage';
import { ForecastList } from './ForecastList';
import { GrowthChart } from './GrowthChart';
import { LargestRelations } from './LargestRelations';
import { longestRange } from './ranges';
import { stackOf } from './stack';
import { StorageFigures } from './StorageFigures';
import { Treemap } from './Treemap';

const dayMs = 24 * 3_600_000;

const useStyles = makeStyles(theme => ({
  failure: { marginTop: theme.spacing(2) },
}));

/** What fills the plugin databases, how fast, and until when it goes well. */
export function StorageTab({ overview }: TabProps) {
  const classes = useStyles();
  const { answer, failure, reload } = useStorage(overview, longestRange.since);
  if (!answer) {
    return failure ? (
      <PictureMissing failure={failure} onRetry={reload} />
    ) : (
      <TabSkeleton />
    );
  }
  const storage = answer.value;
  const to = Date.parse(storage.generatedAt);
  const days = stackOf(overview.databases, storage, {
    from: to - (longestRange.days + 1) * dayMs,
    to,
    stepMs: longestRange.stepMs,
  });
  return (
    <>
      {failure && (
        <div className={classes.failure}>
          <Notice tone="warning" title="The sizes could not be renewed">
            {failure.sentence}
          </Notice>
        </div>
      )}
      <StorageFigures overview={overview} days={days} />
      <Section title="Growth">
        <GrowthChart overview={overview} />
      </Section>
      <Section title="What fills them">
        <Treemap overview={overview} storage={storage} />
      </Section>
      <Section title="When they are full">
        <ForecastList overview={overview} />
      </Section>
      <Section title="The largest tables and indexes">
        <LargestRelations overview={overview} storage={storage} />
      </Section>
    </>
  );
}
