"""No page asks the database for more than it must, and none asks more when there is more."""

from fastapi import FastAPI

from app.db import Database
from bench.crowd import Crowd
from bench.queries import MOST, SHOWN, counted
from tests.make import Make


def test_pages_need_few_statements_and_no_more_with_more_rows(
    app: FastAPI, database: Database, make: Make
) -> None:
    crowd = Crowd(make)
    crowd.grow(5)
    few = counted(app, database, crowd)
    crowd.grow(20)
    many = counted(app, database, crowd)

    assert set(SHOWN.values()) <= few.keys()
    for address, readers in many.items():
        for user, after in readers.items():
            before = few[address][user]
            assert after <= MOST, f"{address} for {user}: {after} statements"
            assert after <= before, f"{address} for {user}: {before} grew to {after}"
