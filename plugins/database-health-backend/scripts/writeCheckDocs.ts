import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checks } from '../src/checks';
import { renderCheckDocs } from './checkDocs';

const path = resolve(__dirname, '../../../docs/checks.md');

writeFileSync(path, renderCheckDocs(checks));
console.log(`Wrote ${path}`);
