-- envsubst < privileges.sql | psql --host "$POSTGRES_HOST" --username postgres postgres
--
-- In pg_hba.conf, above all that would let it in without TLS:
--   hostssl all backstage <address of the backend> scram-sha-256
create role "${POSTGRES_USER}" login createdb password '${POSTGRES_PASSWORD}';

-- Not needed: shows the state and the statements of sessions of other roles, too.
grant pg_monitor to "${POSTGRES_USER}";
