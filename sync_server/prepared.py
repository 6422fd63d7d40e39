"""Statements of the busiest paths: spelled once for each engine, then given straight to its driver.

SQLAlchemy writes the SQL, begins and ends the transactions; running each statement through it as well would cost
ten times what SQLite takes to answer. Values go in and come out as the driver has them, flags as True and False.
"""

from dataclasses import dataclass

from sqlalchemy import Boolean, Insert, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError


@dataclass(frozen=True)
class _Spelled:
    sql: str
    fixed: dict  # values that stand in the statement itself
    lists: dict[str, list[str]]  # name of a list → a name for each of its places


class Prepared:
    """One statement, of SQLAlchemy Core or as SQL with :names. A list among the parameters has `expanding=True`."""

    def __init__(self, statement):
        self._statement = text(statement) if isinstance(statement, str) else statement
        self._spelled: dict[tuple, _Spelled] = {}
        self._lasting: dict[str, _Spelled] = {}  # by engine, where one spelling serves always
        columns = list(getattr(statement, "selected_columns", ()))
        self._names = [column.key for column in columns]
        self._flags = [place for place, one in enumerate(columns) if isinstance(one.type, Boolean)]

    def rows(self, c: Connection, **given) -> list[tuple]:
        found = self._execute(c, given).fetchall()
        if not self._flags:
            return found
        found = [list(row) for row in found]
        for row in found:
            for place in self._flags:
                row[place] = None if row[place] is None else bool(row[place])
        return [tuple(row) for row in found]

    def dicts(self, c: Connection, **given) -> list[dict]:
        names = self._names
        return [dict(zip(names, row, strict=True)) for row in self.rows(c, **given)]

    def first(self, c: Connection, **given) -> tuple | None:
        found = self.rows(c, **given)
        return found[0] if found else None

    def values(self, c: Connection, **given) -> list:
        """The first column."""
        return [row[0] for row in self.rows(c, **given)]

    def value(self, c: Connection, **given):
        """The first column of the first row, None without one."""
        found = self.rows(c, **given)
        return found[0][0] if found else None

    def write(self, c: Connection, **given) -> int:
        """How many rows it touched."""
        return self._execute(c, given).rowcount

    def write_each(self, c: Connection, rows: list[dict]) -> None:
        """Once for each row; all of them have the same names."""
        if len(rows) == 1:
            self._execute(c, rows[0])
        elif rows:
            self._execute(c, rows[0], rows)

    def _execute(self, c: Connection, given: dict, each: list[dict] | None = None):
        dialect = c.dialect
        spelled = self._lasting.get(dialect.name) or self._spelling(dialect, given)
        if spelled.lists:
            given = dict(given)
            for name, places in spelled.lists.items():
                given.update(zip(places, _padded(given.pop(name)), strict=True))
        if spelled.fixed:
            given = spelled.fixed | given
            each = each and [spelled.fixed | one for one in each]
        driver = c.connection.dbapi_connection
        cursor = driver.cursor()
        for hear in c.dispatch.before_cursor_execute:  # whoever listens to statements hears these as well
            hear(c, cursor, spelled.sql, each or given, None, bool(each))
        try:
            if each:
                cursor.executemany(spelled.sql, each)
            else:
                cursor.execute(spelled.sql, given)
        except dialect.loaded_dbapi.Error as fault:
            raise self._wrapped(c, spelled.sql, fault, driver, cursor) from fault
        return cursor

    def _wrapped(self, c: Connection, sql: str, fault, driver, cursor) -> Exception:
        """The fault as SQLAlchemy would have raised it."""
        dialect = c.dialect
        gone = dialect.is_disconnect(fault, driver, cursor)
        if gone:
            c.invalidate(fault)
        known = {"dialect": dialect, "hide_parameters": True, "connection_invalidated": gone}
        return DBAPIError.instance(sql, None, fault, dialect.loaded_dbapi.Error, **known)

    def _spelling(self, dialect, given: dict) -> _Spelled:
        """Each set of columns of an INSERT, and each length of a list, is a statement of its own."""
        lengths = [_places(len(one)) for one in given.values() if type(one) is list]
        key = (dialect.name, *given, *lengths)
        found = self._spelled.get(key)
        if found is None:
            found = self._spelled[key] = self._spell(dialect, given)
            if not found.lists and not isinstance(self._statement, Insert):
                self._lasting[dialect.name] = found
        return found

    def _spell(self, engine, given: dict) -> _Spelled:
        dialect = type(engine)(paramstyle="named") if engine.name == "sqlite" else engine
        columns = list(given) if isinstance(self._statement, Insert) else None
        compiled = self._statement.compile(dialect=dialect, column_keys=columns)
        wanted = {name: _padded(one) if type(one) is list else one for name, one in given.items()}
        whole = compiled.construct_expanded_state({**compiled.params, **wanted})
        own = {place for name in given for place in whole.parameter_expansion.get(name, (name,))}
        fixed = {name: one for name, one in whole.parameters.items() if name not in own}
        lists = {name: list(places) for name, places in whole.parameter_expansion.items() if name in given}
        return _Spelled(whole.statement, fixed, lists)


def _places(length: int) -> int:
    """The next power of two, so that few lengths of lists make few different statements."""
    return 1 << (length - 1).bit_length() if length else 0


def _padded(values: list) -> list:
    return values + values[-1:] * (_places(len(values)) - len(values))
