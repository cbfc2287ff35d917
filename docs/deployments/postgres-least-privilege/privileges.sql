-- envsubst < privileges.sql | psql --host "$POSTGRES_HOST" --username postgres postgres
--
-- A role that may log in, and do what it likes in its own databases alone.
create role "${POSTGRES_USER}" login password '${POSTGRES_PASSWORD}';

-- One for each plugin, Database Health included.
create database "backstage_plugin_database-health" owner "${POSTGRES_USER}";
create database "backstage_plugin_catalog" owner "${POSTGRES_USER}";
create database "backstage_plugin_search" owner "${POSTGRES_USER}";

-- Nobody else has to come in.
revoke connect on database "backstage_plugin_database-health" from public;
revoke connect on database "backstage_plugin_catalog" from public;
revoke connect on database "backstage_plugin_search" from public;

-- Nor has this role to come in where others are.
revoke connect on database postgres from public;
