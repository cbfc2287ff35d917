import type {
  BuiltInFacts,
  factCatalogue,
} from 'backstage-plugin-database-health-node';
import type { z } from 'zod/v4';

/** The names of the facts that other replicas get in this way. */
export type SharedBy<How extends 'survey' | 'heartbeat'> = {
  [F in keyof BuiltInFacts]: (typeof factCatalogue)[F]['shared'] extends How
    ? F
    : never;
}[keyof BuiltInFacts];

/** What the values of facts look like: another shape does not compile. */
export type Shapes<F extends keyof BuiltInFacts> = {
  readonly [Name in F]: z.ZodType<BuiltInFacts[Name]>;
};
