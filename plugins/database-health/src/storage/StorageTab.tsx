import type {
  Overview,
  StorageReport,
} from 'backstage-plugin-database-health-common';
import { Loaded } from '../frame/Loaded';
import { Section } from '../frame/Section';
import type { TabProps } from '../frame/tab';
import { useStorage } from '../data/useStorage';
import { dayMs } from '../words/timeSpans';
import { ForecastList } from './ForecastList';
import { GrowthChart } from './GrowthChart';
import { LargestRelations } from './LargestRelations';
import { longestRange } from './ranges';
import { stackOf } from './stack';
import { StorageFigures } from './StorageFigures';
import { Treemap } from './Treemap';

/** What fills the plugin databases, how fast, and until when it goes well. */
export function StorageTab({ overview }: TabProps) {
  const polled = useStorage(overview, longestRange.since);
  return (
    <Loaded polled={polled} what="The sizes">
      {storage => <Sizes overview={overview} storage={storage} />}
    </Loaded>
  );
}

function Sizes({
  overview,
  storage,
}: {
  overview: Overview;
  storage: StorageReport;
}) {
  const to = Date.parse(storage.generatedAt);
  const days = stackOf(overview.databases, storage, {
    from: to - (longestRange.days + 1) * dayMs,
    to,
    stepMs: longestRange.stepMs,
  });
  return (
    <>
      <StorageFigures overview={overview} days={days} />
      <Section title="Growth">
        <GrowthChart overview={overview} />
      </Section>
      <Section title="What fills them">
        <Treemap overview={overview} storage={storage} />
      </Section>
      <Section title="When they will be full">
        <ForecastList overview={overview} />
      </Section>
      <Section title="The largest tables and indexes">
        <LargestRelations overview={overview} storage={storage} />
      </Section>
    </>
  );
}
