-- envsubst < privileges.sql | psql --host "$POSTGRES_HOST" --username postgres postgres
--
-- Backstage creates the databases of plugins, and owns what is in them.
create role "${POSTGRES_USER}" login createdb password '${POSTGRES_PASSWORD}';

-- Not needed: shows the state and the statements of sessions of other roles, too, and
-- what only administrators see of the server. It reads, and may change nothing.
grant pg_monitor to "${POSTGRES_USER}";
