"""How the office's tables are spelled: their names for keys and indexes, and the four kinds of columns."""

from sqlalchemy import Boolean, Column, Integer, MetaData, Table, Text, false

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name, *columns):
    return Table(name, metadata, *columns)


def text(name, **options):
    options.setdefault("nullable", False)
    if not options["nullable"] and "primary_key" not in options and not options.get("unique"):
        options.setdefault("server_default", "")
    return Column(name, Text, **options)


def number(name, **options):
    options.setdefault("nullable", False)
    if not options["nullable"] and "primary_key" not in options:
        options.setdefault("server_default", "0")
    return Column(name, Integer, **options)


def flag(name):
    return Column(name, Boolean, nullable=False, server_default=false())
