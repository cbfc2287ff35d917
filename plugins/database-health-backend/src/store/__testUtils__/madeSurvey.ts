const words = 'catalog entity relation search document state user token event';
const vocabulary = words.split(' ');

/** Up to, but not, `most`. */
const random = (most: number) => Math.floor(Math.random() * most);
const word = () => vocabulary[random(vocabulary.length)];
const name = (no: number) => `${word()}_${word()}_${word()}_${no}`;

function list<T>(length: number, make: (no: number) => T): T[] {
  return Array.from({ length }, (_, no) => make(no));
}

/** A survey as it is told to others, with names and numbers as they come. */
export function madeSurvey(shape: {
  tables: number;
  indexes: number;
  ledgers: number;
  /** Migrations of each ledger. */
  names: number;
}): unknown {
  const at = Date.now();
  const read = (value: unknown) => ({ status: 'read', value, at });
  const bytes = () => random(1_000_000) * 8_192;
  const time = () => at - random(1_000_000_000);
  const tables = list(shape.tables, no => ({
    name: name(no),
    kind: 'table',
    totalBytes: bytes(),
    heapBytes: bytes(),
    toastBytes: bytes(),
    indexBytes: bytes(),
    approximate: false,
    estimatedRows: random(1e8),
    deadRows: random(1e6),
    lastVacuumAt: time(),
    lastAnalyzeAt: time(),
  }));
  const indexes = list(shape.indexes, no => {
    const table = tables[no % tables.length].name;
    return {
      table,
      name: `${table}_${word()}_index`,
      bytes: bytes(),
      approximate: false,
      scans: random(1e9),
      unique: no % 2 === 0,
      valid: true,
      lastUsedAt: time(),
    };
  });
  const ledgers = list(shape.ledgers, no => {
    const files = list(
      shape.names,
      each => `2024${random(1e10)}_${name(each)}.js`,
    );
    const directory = `node_modules/@acme/plugin-module-${no}/migrations`;
    return {
      table: `module_${no}__knex_migrations`,
      source: { package: `@acme/plugin-module-${no}`, directory },
      validationDisabled: false,
      files,
      applied: files.map((each, batch) => ({
        name: each,
        batch,
        appliedAt: new Date(time()).toISOString(),
      })),
      lockRows: [{ index: 1, isLocked: false }],
      activity: { holders: [], active: [], partial: false },
    };
  });
  const statements = list(100, () => ({
    text: `select ${list(30, () => `"${word()}"."${word()}"`)} where id = ?`,
    count: random(1e6),
    totalMs: Math.random() * 1e6,
    maxMs: Math.random() * 1e3,
    rows: random(1e7),
    blocksHit: random(1e9),
    blocksRead: random(1e7),
  }));
  return {
    database: { pluginId: 'catalog', migrationsSkipped: false },
    startedAt: at,
    readings: {
      relations: read({ tables, indexes }),
      ledgers: read(ledgers),
      serverStatements: read({ statements }),
    },
  };
}
