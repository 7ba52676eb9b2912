"""Fills the sections of a plan as a person does: field by field, row by row."""

from typing import Any

from playwright.sync_api import TimeoutError as PlaywrightTimeout

from app.rules.template import template
from app.rules.template.shape import Field, Plan, Section, Table
from tests.browser.site import PATIENCE, Visit

SAVE = "button[form]:not([name]):visible"


class Writer:
    """Knows the ids that the rows of a plan got on the page, by those they have in the plan."""

    def __init__(self, visit: Visit, project: str, plan: Plan) -> None:
        self.visit, self.project, self.plan = visit, project, plan
        self.ids: dict[str, str] = {"whole_project": "whole_project"}

    def write(self, *keys: str) -> None:
        for key in keys:
            section = template().sections[key]
            if not any(self.plan[key].values()):
                continue
            self.visit.go(f"/projects/{self.project}/sections/{key}")
            for table in section.tables:
                self._rows(table, self.plan[key].get(table.key, []))
            for field in section.fields:
                self._answer(field, field.key, self.plan[key].get(field.key, ""))
            for table in section.tables:
                self._cells(section, table, refer=False)
            self.save()
            if any(column.refers for table in section.tables for column in table.columns):
                self.visit.page.reload()
                for table in section.tables:
                    self._cells(section, table, refer=True)
                self.save()

    def save(self) -> None:
        """With scripts the page saves itself, and says so; without, there is a button."""
        if self.visit.scripts:
            self.saved()
        else:
            self.visit.press("body", SAVE)

    def saved(self) -> None:
        badge = self.visit.page.locator("#saved")
        try:
            self.visit.page.wait_for_selector("#saved[data-state=saved]", timeout=PATIENCE)
        except PlaywrightTimeout:
            raise AssertionError((self.visit.page.url, badge.inner_text())) from None

    def _rows(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """As many rows as the plan has."""
        page = self.visit.page
        while len(found := self._ids(table)) < len(rows):
            add = page.locator(f"button[value='add:{table.key}']")
            with page.expect_response(lambda one: one.request.method == "POST"):
                add.click()
            page.locator(f"#{table.key} .entry").nth(len(found)).wait_for()

    def _ids(self, table: Table) -> list[str]:
        entries = self.visit.page.locator(f"#{table.key} .entry").all()
        return [str(entry.get_attribute("id")).partition(".")[2] for entry in entries]

    def _cells(self, section: Section, table: Table, *, refer: bool) -> None:
        rows = self.plan[section.key].get(table.key, [])
        for row, row_id in zip(rows, self._ids(table), strict=False):
            self.ids[row["id"]] = row_id
        for row in rows:
            for column in table.columns:
                if bool(column.refers) == refer and row.get(column.key):
                    name = f"{table.key}.{self.ids[row['id']]}.{column.key}"
                    self._answer(column, name, row[column.key])

    def _answer(self, field: Field, name: str, value: Any) -> None:
        if not value:
            return
        page = self.visit.page
        one = field.kind == "one" and page.locator(f"[id='{name}-{value}']").count()
        if field.kind in {"several", "yes_no"} or one:
            for code in value if isinstance(value, list) else [value]:
                choice = page.locator(f"[id='{name}-{code}']")
                self.visit.unfold(choice)
                choice.check()
            return
        control = page.locator(f"[id='{name}']")
        self.visit.unfold(control)
        if field.kind in {"one", "row"}:
            control.select_option(self.ids.get(value, value) if field.refers else value)
        else:
            control.fill(str(value))
