import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';

/** Of a hundred entities, those of each kind; the rest are components. */
const share = { Domain: 1, System: 4, Group: 3, User: 12, API: 15 };

const location = 'url:https://example.org/generated.yaml';
const operationsOfApi = 25;

/** Entities as a portal has them, the same ones at every call. */
export function makeEntities(count: number): Entity[] {
  const amounts = Object.entries(share).map(
    ([kind, percent]) => [kind, Math.ceil((count * percent) / 100)] as const,
  );
  const others = amounts.reduce((sum, [, amount]) => sum + amount, 0);
  const amountOf = Object.fromEntries(amounts);
  return [...amounts, ['Component', count - others] as const].flatMap(
    ([kind, amount]) =>
      Array.from({ length: amount }, (_, index) =>
        makeEntity(kind, index, amountOf),
      ),
  );
}

type Amounts = Record<string, number>;

function makeEntity(kind: string, index: number, amounts: Amounts): Entity {
  const one = (of: string) => `${of.toLowerCase()}-${index % amounts[of]}`;
  const name = `${kind.toLowerCase()}-${index}`;
  const specs: Record<string, () => object> = {
    Domain: () => ({ owner: one('Group') }),
    System: () => ({ owner: one('Group'), domain: one('Domain') }),
    Group: () => ({ type: 'team', children: [] }),
    User: () => ({ memberOf: [one('Group')] }),
    API: () => ({
      type: 'openapi',
      lifecycle: 'production',
      owner: one('Group'),
      system: one('System'),
      definition: makeDefinition(name),
    }),
    Component: () => ({
      type: index % 3 ? 'service' : 'library',
      lifecycle: 'production',
      owner: one('Group'),
      system: one('System'),
      providesApis: [one('API')],
      consumesApis: [`api-${(index * 7) % amounts.API}`],
      dependsOn: index > 0 ? [`component:component-${index - 1}`] : [],
    }),
  };
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      title: `The ${kind} number ${index}`,
      description: `What ${name} is for, told in a sentence that is as long as such sentences are in a portal that people use every day.`,
      tags: ['generated', `tag-${index % 50}`, `language-${index % 12}`],
      labels: { tier: `${index % 4}` },
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        'github.com/project-slug': `example/${name}`,
        'backstage.io/techdocs-ref': 'dir:.',
      },
      links: [{ url: `https://example.org/${name}`, title: 'Dashboard' }],
    },
    spec: specs[kind]() as Entity['spec'],
  };
}

/** Long enough to leave the row for TOAST. */
function makeDefinition(name: string): string {
  const paths = Array.from(
    { length: operationsOfApi },
    (_, index) =>
      `  /${name}/resource-${index}/{id}:\n    get:\n      operationId: get-${name}-${index}\n      description: Reads the resource ${index} of ${name} by its id ${(
        index * 7919
      ).toString(
        36,
      )}\n      responses:\n        '200': { description: It is there }\n        '404': { description: There is none }\n`,
  );
  return `openapi: 3.0.0\ninfo: { title: ${name}, version: 1.0.0 }\npaths:\n${paths.join(
    '',
  )}`;
}
