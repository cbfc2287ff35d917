import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { Metrics } from '../metrics';
import type { DatabaseHealthReader } from '../readModel';
import type { Access } from './access';
import type { FindingDismissals } from './dismissals';
import type { IncidentSilences } from './silences';

export interface RouterOptions {
  readonly reader: DatabaseHealthReader;
  readonly metrics: Pick<Metrics, 'contentTypes' | 'text'>;
  readonly dismissals: FindingDismissals;
  readonly silences: IncidentSilences;
  readonly requestSurvey: () => Promise<number>;
  /** Names of the migrations in a folder of this machine. */
  readonly listMigrations: (directory: string) => Promise<string[]>;
  readonly access: Access;
  readonly auditor: AuditorService;
  readonly httpAuth: HttpAuthService;
}
