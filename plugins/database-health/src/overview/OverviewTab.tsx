import { Figures } from '../figures/Figures';
import type { TabProps } from '../frame/tab';
import { Troubles } from './Troubles';
import { UnwellDatabases } from './UnwellDatabases';

/** Is everything well; if not, what, since when, and what to do. */
export function OverviewTab({ overview }: TabProps) {
  return (
    <>
      <Figures overview={overview} />
      <Troubles overview={overview} />
      <UnwellDatabases databases={overview.databases} />
    </>
  );
}
