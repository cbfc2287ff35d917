import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  alertsOf,
  hasProgram,
  monitoring,
  readRules,
  readText,
  readYaml,
} from '../../__testUtils__/monitoring/files';
import { fasterRules } from '../../__testUtils__/monitoring/faster';
import { checks } from '../../checks';

interface RuleTest {
  alert_rule_test: {
    alertname: string;
    exp_alerts?: { exp_labels: Record<string, string> }[];
  }[];
}

const checkIds = checks.map(({ id }) => id);
const rules = readRules();
const alerts = alertsOf(rules);
const names = [...new Set(alerts.map(({ alert }) => alert))];
const looks = readYaml<{ tests: RuleTest[] }>(
  'monitoring/prometheus/rules.test.yaml',
).tests.flatMap(({ alert_rule_test }) => alert_rule_test);

/** Runs a tool in a folder of `monitoring/`; throws with what it says. */
function run(folder: string, tool: string, ...args: string[]): string {
  return execFileSync(tool, args, {
    cwd: join(monitoring, folder),
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

const describeWith = (tool: string) =>
  hasProgram(tool) ? describe : describe.skip;

describe('the rules', () => {
  it.each(names)('let %s fire in one test, and not in another', name => {
    const ofName = looks.filter(({ alertname }) => alertname === name);
    const firing = ofName.filter(
      ({ exp_alerts = [] }) => exp_alerts.length > 0,
    );
    expect(firing.length).toBeGreaterThan(0);
    expect(ofName.length).toBeGreaterThan(firing.length);
  });

  it('have in every alert what inhibition needs, where it is known', () => {
    const without = looks
      .flatMap(({ alertname, exp_alerts = [] }) =>
        exp_alerts.map(({ exp_labels }) => ({ alertname, exp_labels })),
      )
      .filter(({ exp_labels }) => !exp_labels.job || !exp_labels.server)
      .map(({ alertname, exp_labels }) => [alertname, exp_labels.plugin]);
    expect(without).toEqual([
      // Of nothing, nothing is known.
      ['BackstageDatabaseHealthAbsent', undefined],
      ['BackstageDatabaseCheckCritical', 'removed'],
    ]);
  });

  it('leave out of those for all checks what has an alert of its own', () => {
    const { expr } = alerts.find(
      ({ alert }) => alert === 'BackstageDatabaseCheckCritical',
    )!;
    const leftOut = [...expr.matchAll(/check!~"([^"]+)"/g)].map(
      ([, pattern]) => {
        const matcher = new RegExp(`^(?:${pattern})$`);
        return checkIds.filter(id => matcher.test(id)).sort();
      },
    );
    expect(leftOut).toEqual([
      [
        'migrations-diverged',
        'migrations-locked',
        'migrations-missing',
        'migrations-pending',
        'pool-saturation',
        'pool-timeouts',
        'pool-wait',
        'query-errors',
        'reachable',
        'server-connections',
        'server-reachable',
      ],
      ['server-connections', 'server-reachable'],
    ]);
  });

  it('have for every test of time a copy that is faster, and else the same', () => {
    const slow = JSON.stringify(rules);
    const fast = JSON.stringify(fasterRules(rules));
    const anyTime = /\[\w+\]|"for":"\w+"|\+ 120\b|\+ 6\b/g;
    expect(fast.match(anyTime)?.length).toBe(slow.match(anyTime)?.length);
    expect(fast.replaceAll(anyTime, '')).toBe(slow.replaceAll(anyTime, ''));
  });
});

describe('the runbook', () => {
  const runbook = readText('docs/alerts.md');
  const section = (name: string) =>
    runbook.split(/^#{1,3} /m).find(each => each.startsWith(`${name}\n`));

  it.each(names)('has a section for %s, which its rule names', name => {
    expect(section(name)).toMatch(
      /\*\*It means\*\*[^]*\*\*Look at\*\*[^]*\*\*Do\*\*[^]*\*\*Ignore it\*\*/,
    );
    expect(runbook).toContain(`\n| [${name}](#${name.toLowerCase()})`);
    const urls = alerts
      .filter(({ alert }) => alert === name)
      .map(({ annotations }) => annotations.runbook_url);
    expect([...new Set(urls)]).toEqual([
      `docs/alerts.md#${name.toLowerCase()}`,
    ]);
  });

  it('has none for what is no rule', () => {
    const sections = [...runbook.matchAll(/^### (BackstageDatabase\w+)$/gm)];
    expect(sections.map(([, name]) => name)).toEqual(names);
  });

  it('names only checks and files that there are', () => {
    const named = [...runbook.matchAll(/\bcheck\s+`([\w-]+)`/g)];
    expect(named.length).toBeGreaterThan(3);
    for (const [, id] of named) {
      expect(checkIds).toContain(id);
    }
    const files = [...runbook.matchAll(/`([a-z]+\/[\w.-]+)`/g)];
    expect(files.length).toBeGreaterThan(5);
    for (const [, file] of files) {
      expect([file, existsSync(join(monitoring, file))]).toEqual([file, true]);
    }
  });
});

describe('the configuration of Alertmanager', () => {
  it('inhibits by names that the rules have', () => {
    const configuration = readText('monitoring/alertmanager/alertmanager.yaml');
    const matchers = [
      ...configuration.matchAll(/alertname (=~?|!=) "([^"]+)"/g),
    ].map(([, , pattern]) => new RegExp(`^(?:${pattern})$`));
    expect(matchers.length).toBeGreaterThan(10);
    for (const matcher of matchers) {
      expect([matcher, names.some(name => matcher.test(name))]).toEqual([
        matcher,
        true,
      ]);
    }
  });
});

describeWith('promtool')('promtool', () => {
  const promtool = (folder: string, ...args: string[]) =>
    run(folder, 'promtool', ...args);

  it('takes the rules, and finds that they do what their tests say', () => {
    expect(promtool('prometheus', 'check', 'rules', 'rules.yaml')).toMatch(
      /SUCCESS/,
    );
    expect(promtool('prometheus', 'test', 'rules', 'rules.test.yaml')).toMatch(
      /SUCCESS/,
    );
  });

  it('takes the configuration for Compose', () => {
    expect(
      promtool(
        'compose',
        'check',
        'config',
        '--syntax-only',
        'prometheus.yaml',
      ),
    ).toMatch(/SUCCESS/);
  });
});

describeWith('amtool')('amtool', () => {
  it('takes the configuration of Alertmanager', () => {
    expect(
      run('alertmanager', 'amtool', 'check-config', 'alertmanager.yaml'),
    ).toMatch(/SUCCESS/);
  });
});
