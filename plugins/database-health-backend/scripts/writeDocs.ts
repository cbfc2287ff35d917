import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { factCatalogue } from 'backstage-plugin-database-health-node';
import { checks } from '../src/checks';
import { engineAdapters } from '../src/engines';
import { renderCheckDocs } from './checkDocs';
import { aboutFacts, renderFactDocs } from './factDocs';

function write(name: string, text: string): void {
  const path = resolve(__dirname, '../../../docs', name);
  writeFileSync(path, text);
  console.log(`Wrote ${path}`);
}

write('checks.md', renderCheckDocs(checks));
write('facts.md', renderFactDocs(factCatalogue, engineAdapters, aboutFacts()));
