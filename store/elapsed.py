"""Elapsed time between two moments, in SQL of both databases."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Float, Function
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

DAY = 86_400


class seconds_between(FunctionElement[float]):  # noqa: N801 (it reads like any SQL function)
    """How many seconds lie between two columns that hold moments, as a fraction."""

    type = Float()
    inherit_cache = True
    name = "seconds_between"

    def __init__(self, first: ColumnElement[Any], last: ColumnElement[Any]) -> None:
        """Keep both."""
        super().__init__(first, last)


@compiles(seconds_between, "sqlite")
def _of_sqlite(element: Function[float], compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    first, last = (compiler.process(one, **kw) for one in element.clauses)
    return f"((julianday({last}) - julianday({first})) * {DAY}.0)"


@compiles(seconds_between)
def _of_others(element: Function[float], compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    first, last = (compiler.process(one, **kw) for one in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM ({last} - {first})) AS DOUBLE PRECISION)"


class whole(FunctionElement[int]):  # noqa: N801 (it reads like any SQL function)
    """A number that is not negative without its fraction.

    A millionth is added before, as moments are fractions of days on SQLite.
    """

    type = BigInteger()
    inherit_cache = True
    name = "whole"


@compiles(whole, "sqlite")
def _cut(element: Function[int], compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    return f"CAST({compiler.process(element.clauses, **kw)} + 1e-6 AS INTEGER)"


@compiles(whole)
def _floor(element: Function[int], compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    return f"CAST(FLOOR({compiler.process(element.clauses, **kw)} + 1e-6) AS BIGINT)"
