"""Prints the address of a PostgreSQL server that lets the tests make databases; nothing where there is none."""

import getpass
import os
import sys
from collections.abc import Iterator

import psycopg2

LOCAL = "127.0.0.1:5432"


def addresses() -> Iterator[str]:
    """The places to look at, in order: the one that was named alone, else the local server."""
    named = os.environ.get("TEST_DATABASE_URL", "")
    if named:
        yield named
        return
    for user in dict.fromkeys([os.environ.get("PGUSER", ""), getpass.getuser(), "postgres"]):
        if user:
            yield f"postgres://{user}@{LOCAL}/postgres"


def may_make_databases(address: str) -> bool:
    """Whether the server answers, lets us in and lets us make a database."""
    try:
        connection = psycopg2.connect(address, connect_timeout=3)
    except psycopg2.OperationalError as error:
        sys.stderr.write(f"{address.rpartition('@')[2]}: {error}")
        return False
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
    connection.close()
    return bool(row and row[0])


if __name__ == "__main__":
    sys.stdout.write(next(filter(may_make_databases, addresses()), ""))
