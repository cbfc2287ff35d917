import {
  queriesOf,
  readDashboard,
} from '../../__testUtils__/monitoring/dashboard';
import { readText } from '../../__testUtils__/monitoring/files';
import { instruments } from '../../metrics/instruments';
import { prometheusName } from '../../metrics/prometheus';

const queries = queriesOf(readDashboard());

it('the dashboard and the rules ask for metrics that there are, and for each of them', () => {
  const known = instruments.flatMap(instrument => {
    const name = prometheusName(instrument);
    return instrument.kind === 'histogram' ? `${name}_bucket` : name;
  });
  const asked = [
    ...queries.map(({ expr }) => expr),
    readText('monitoring/prometheus/rules.yaml'),
  ].flatMap(text =>
    [...text.matchAll(/(?<![\w:])(backstage_database|db_client)_\w+(?![\w:])/g)]
      .map(([name]) => name)
      // Labels, which are named as metrics are.
      .filter(name => !/^db_client_connection_(pool_name|state)$/.test(name)),
  );
  expect([...new Set(asked)].sort()).toEqual([...new Set(known)].sort());
});
