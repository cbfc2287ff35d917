import { pluginNamePrefix } from '../../../observation/types';

/** An expression for the plugin that a session is named after; else null. */
export const pluginOfSession = `substring(application_name from '^${pluginNamePrefix}(.+)$')`;

/**
 * Whether a role, by its `oid`, is one of plugins: that of this connection, or the
 * owner of one of the databases, `$1`. Others may come to those, too, and may give
 * their sessions any name.
 */
export const isRoleOfPlugins = (role: string) => `(
  ${role} = (select oid from pg_roles where rolname = session_user)
  or exists (
    select from pg_database where datdba = ${role} and datname = any ($1)
  )
)`;

/** Whether this portal names its sessions: those without a name are not its own. */
export const namesSessions = `current_setting('application_name') ~ '^${pluginNamePrefix}.'`;
