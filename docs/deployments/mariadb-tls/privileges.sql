-- envsubst '$MYSQL_USER $MYSQL_PASSWORD' < privileges.sql | mariadb --host "$MYSQL_HOST"
create user '${MYSQL_USER}'@'%' identified by '${MYSQL_PASSWORD}' require ssl;

-- Everything in databases that are named so, which includes creating them.
grant all on `backstage\_plugin\_%`.* to '${MYSQL_USER}'@'%';

-- Not needed: shows sessions of other accounts, too, open transactions and who waits for whom.
grant process on *.* to '${MYSQL_USER}'@'%';
