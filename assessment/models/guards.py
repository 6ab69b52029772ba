"""What the database itself refuses: changing what has been published, and rewriting the audit log."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

PUBLISHED_NEVER_CHANGES = "a published version never changes"
AUDIT_IS_APPEND_ONLY = "the audit log is append-only"

# The rows of a version, and how to get from one of them (`{row}` is OLD or NEW) to the version's number.
VERSION_OF = {
    "assessment_section": "{row}.version_id",
    "assessment_practice": "{row}.version_id",
    "assessment_optionset": "{row}.version_id",
    "assessment_question": "{row}.version_id",
    "assessment_rule": "{row}.version_id",
    "assessment_prerequisite": "(SELECT version_id FROM assessment_practice WHERE id = {row}.practice_id)",
    "assessment_option": "(SELECT version_id FROM assessment_optionset WHERE id = {row}.option_set_id)",
}
ROWS_OF = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
# What may still be said of a published version: that it was retired, and, when an account is deleted,
# that nobody published it.
MUTABLE_ONCE_PUBLISHED = {"state", "published_by_id"}


def _is_published(version: str) -> str:
    # SECURITY: put together from the constants above alone, never from what somebody sent.
    return f"EXISTS (SELECT 1 FROM assessment_version WHERE id = {version} AND state <> 'draft')"  # noqa: S608 as said


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: on which table, before what, when, and what it says."""

    name: str
    table: str
    verb: str
    condition: str
    message: str


def guards(version_columns: list[str]) -> Iterator[Guard]:
    """Every guard; `version_columns` are the columns of the version's table."""
    for table, version in VERSION_OF.items():
        for verb, rows in ROWS_OF.items():
            condition = " OR ".join(_is_published(version.format(row=row)) for row in rows)
            yield Guard(f"{table}_no_{verb.lower()}", table, verb, condition, PUBLISHED_NEVER_CHANGES)
    frozen = " OR ".join(
        f"OLD.{column} IS DISTINCT FROM NEW.{column}"
        for column in version_columns
        if column not in MUTABLE_ONCE_PUBLISHED
    )
    reverted = "NEW.state = 'draft' OR (OLD.state = 'retired' AND NEW.state <> 'retired')"
    changed = f"OLD.state <> 'draft' AND ({frozen} OR {reverted})"
    yield Guard("assessment_version_no_update", "assessment_version", "UPDATE", changed, PUBLISHED_NEVER_CHANGES)
    yield Guard(
        "assessment_version_no_delete",
        "assessment_version",
        "DELETE",
        "OLD.state <> 'draft'",
        PUBLISHED_NEVER_CHANGES,
    )
    for verb in ("UPDATE", "DELETE"):
        yield Guard(
            f"assessment_auditevent_no_{verb.lower()}",
            "assessment_auditevent",
            verb,
            "1 = 1",
            AUDIT_IS_APPEND_ONLY,
        )


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place; run again after a migration that rebuilt a guarded table."""
    remove(connection)
    create = _create_on_postgresql if connection.vendor == "postgresql" else _create_on_sqlite
    with connection.cursor() as cursor:
        for guard in guards(_version_columns(connection)):
            for statement in create(guard):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every guard away, such as for emptying a test database."""
    with connection.cursor() as cursor:
        for guard in guards([]):
            on_table = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{on_table}")


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the guards in place."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def _version_columns(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, "assessment_version")]


def _create_on_sqlite(guard: Guard) -> list[str]:
    # SQLite learned IS DISTINCT FROM in 3.39; IS NOT means the same to every version of it.
    condition = guard.condition.replace("IS DISTINCT FROM", "IS NOT")
    return [
        f"CREATE TRIGGER {guard.name} BEFORE {guard.verb} ON {guard.table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    ]


def _create_on_postgresql(guard: Guard) -> list[str]:
    # A condition with a subquery is not allowed in WHEN, so the function asks.
    returned = "OLD" if guard.verb == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {guard.condition} THEN RAISE EXCEPTION '{guard.message}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {returned}; END $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.verb} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]
