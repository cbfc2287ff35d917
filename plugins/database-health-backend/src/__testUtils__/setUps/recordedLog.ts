import { inspect } from 'node:util';
import {
  coreServices,
  createServiceFactory,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';

/** One line as it was logged, before anything is taken out of it. */
export interface LogLine {
  level: 'error' | 'warn' | 'info' | 'debug';
  /** Of the plugin that logged it; `undefined` for the backend itself. */
  plugin: string | undefined;
  message: string;
  meta: object | undefined;
}

/** What libraries write past the log. */
const consoleLevels = ['error', 'warn', 'info', 'debug', 'log'] as const;

/** A log in memory, with the feature that has a backend write it. */
export function recordLog() {
  const lines: LogLine[] = [];
  const spies = consoleLevels.map(level =>
    jest
      .spyOn(console, level)
      .mockImplementation((message?: unknown, ...meta: unknown[]) => {
        lines.push({
          level: level === 'log' ? 'info' : level,
          plugin: undefined,
          message: String(message),
          meta,
        });
      }),
  );
  return {
    /** All lines, with all that errors have in them. */
    text: () =>
      inspect(lines, {
        depth: 10,
        maxStringLength: null,
        maxArrayLength: null,
      }),
    /** Lines of Database Health from `warn` up. */
    troubles: () =>
      lines.filter(
        ({ level, plugin, message }) =>
          ['error', 'warn'].includes(level) &&
          (plugin === 'database-health' || message.includes('Database Health')),
      ),
    feature: createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: () => loggerInto(lines, {}),
    }),
    dispose: async () => spies.forEach(spy => spy.mockRestore()),
  };
}

function loggerInto(lines: LogLine[], fields: JsonObject): RootLoggerService {
  const at =
    (level: LogLine['level']) =>
    (message: string, meta?: Error | JsonObject) => {
      lines.push({
        level,
        plugin: fields.plugin as string | undefined,
        message,
        meta,
      });
    };
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: more => loggerInto(lines, { ...fields, ...more }),
  };
}
