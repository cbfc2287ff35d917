-- envsubst < privileges.sql | psql --host "$POSTGRES_HOST" --username postgres postgres
create role "${POSTGRES_OWNER}" nologin createdb;
create role "${POSTGRES_USER}" login password '${POSTGRES_PASSWORD}';
grant "${POSTGRES_OWNER}" to "${POSTGRES_USER}";
