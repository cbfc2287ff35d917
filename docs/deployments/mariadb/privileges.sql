-- envsubst '$MYSQL_USER $MYSQL_PASSWORD' < privileges.sql | mariadb --host "$MYSQL_HOST"
create user '${MYSQL_USER}'@'%' identified by '${MYSQL_PASSWORD}';

-- Everything in databases that are named so, which includes creating them.
grant all on `backstage\_plugin\_%`.* to '${MYSQL_USER}'@'%';

-- Not needed: shows sessions of other accounts, too, open transactions and who waits for whom.
grant process on *.* to '${MYSQL_USER}'@'%';

-- Not needed: shows the indexes, as InnoDB counts their pages.
grant select on mysql.innodb_table_stats to '${MYSQL_USER}'@'%';
grant select on mysql.innodb_index_stats to '${MYSQL_USER}'@'%';

-- Not needed: shows what the server measures of statements, and the rows that were read
-- by each index, where `performance_schema` is on.
grant select on performance_schema.events_statements_summary_by_digest to '${MYSQL_USER}'@'%';
grant select on performance_schema.table_io_waits_summary_by_index_usage to '${MYSQL_USER}'@'%';
