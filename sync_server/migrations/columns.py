"""Columns as the migrations write them. A step that has shipped is never edited, so nothing here may change either."""

import sqlalchemy as sa


def text(name: str, nullable: bool = False, default: bool = True) -> sa.Column:
    return sa.Column(
        name, sa.Text, nullable=nullable, server_default="" if default and not nullable else None
    )


def number(name: str, nullable: bool = False, default: bool = True) -> sa.Column:
    return sa.Column(
        name, sa.Integer, nullable=nullable, server_default="0" if default and not nullable else None
    )


def flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def raw(name: str) -> sa.Column:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")
