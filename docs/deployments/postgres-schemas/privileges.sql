-- envsubst < privileges.sql | psql --host "$POSTGRES_HOST" --username postgres postgres
create role "${POSTGRES_USER}" login password '${POSTGRES_PASSWORD}';

-- Its owner may create schemas in it.
create database backstage owner "${POSTGRES_USER}";

-- Nobody else has to come in.
revoke connect on database backstage from public;
