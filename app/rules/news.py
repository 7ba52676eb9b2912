"""What a page does not know yet after a save of its own: what others wrote meanwhile, and that
its new rows have ids now. It goes on under the names that it has, so nobody is interrupted."""

from collections.abc import Iterable

from app.rules import saving
from app.rules.buttons import Do
from app.rules.merging import Merged
from app.rules.saving import Posted, Row, Value
from app.rules.template.shape import Answers, Section


class News:
    """``shown`` are the answers that the page is to have now: those that stand, or after a clash
    the writer's own."""

    def __init__(
        self, section: Section, posted: Posted, merged: Merged, shown: Answers, project: str
    ) -> None:
        self.do: Do | None = posted.do
        self._posted = saving.rows_in(posted.written)
        self._real = saving.naming(posted.page, project, lambda: "")
        self._names = {self._real(*row): row[1] for row in self._posted if "-" in row[1]}
        self._now = saving.rows(section, shown)
        values = saving.flat(shown)
        self.values: dict[str, Value] = {
            self.name(name): values[name] for name in merged.unseen if name not in merged.clashes
        }

    @property
    def reshaped(self) -> bool:
        """Whether the page has to show its rows anew: others added, removed or moved some, or a
        button of its own did. A row that is only begun stays as it is."""
        page = [row for row in self._real_rows(self._posted) if not self._is_blank(row)]
        return self.do is not None or page != self._now

    def _real_rows(self, rows: Iterable[Row]) -> list[Row]:
        return [(table, self._real(table, row)) for table, row in rows]

    def _is_blank(self, row: Row) -> bool:
        return row[1] in self._names and row not in self._now

    @property
    def place(self) -> str:
        """Where a button leads: the row that it made or moved, the table it took one from, or
        the field that it wrote in."""
        if self.do is None:
            return ""
        if self.do.verb == "add":
            known = self._real_rows(self._posted)
            added = [row for row in self._now if row[0] == self.do.table and row not in known]
            return ".".join(added[-1]) if added else self.do.table
        if self.do.verb == "start":
            return self.do.field
        found = saving.target(self.do, self._now, self._real)
        if found and self.do.verb == "copy":
            below = self._now[self._now.index(found) + 1 :]  # the copy comes first
            found = next((row for row in below if row[0] == found[0]), found)
        if self.do.verb == "restore":
            found = next((row for row in self._now if row[1] == self.do.row), None)
        if found:
            return ".".join(found)
        return self.do.table or next((t for t, row in self._posted if row == self.do.row), "")

    def id(self, row: str) -> str:
        """What the page calls this row."""
        return self._names.get(row, row)

    def name(self, name: str) -> str:
        cell = saving.cell_of(name)
        return f"{cell.table}.{self.id(cell.row)}.{cell.column}" if cell else name
