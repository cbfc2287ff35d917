import { worstStatus } from './worstStatus';

it.each([
  [[], 'unknown'],
  [['ok', 'ok'], 'ok'],
  [['ok', 'unknown'], 'unknown'],
  [['warning', 'unknown', 'ok'], 'warning'],
  [['ok', 'critical', 'warning'], 'critical'],
] as const)('the worst of %j is %s', (statuses, worst) => {
  expect(worstStatus(statuses)).toBe(worst);
});
