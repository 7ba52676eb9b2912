"""The numbers that rows are shown with. They follow the order of the rows and are never stored."""

from app.rules.template.reading import row_id, rows, text
from app.rules.template.shape import Plan

ORPHAN = "–"  # belongs to nothing yet


def codes(plan: Plan) -> dict[str, str]:
    """Row id → its number: changes 1, 2; their products 1.1; the steps of those 1.1.1; lines B01.

    Only an outcome can carry products and only a product steps, so rows that name each other in
    a circle are orphans.
    """
    found: dict[str, str] = {}
    carried: dict[str, int] = {}  # id of a row → how many stand under it

    def under(parent: str) -> str:
        carried[parent] = carried.get(parent, 0) + 1
        return f"{found[parent]}.{carried[parent]}"

    results = rows(plan, "results", "results")
    outcomes = [row_id(row) for row in results if text(row.get("level")) == "outcome"]
    outcomes = [id_ for id_ in outcomes if id_]
    found |= {each: str(n) for n, each in enumerate(outcomes, 1)}
    numbered = set()
    for row in results:
        if row_id(row) not in outcomes:
            parent = text(row.get("parent"))
            fits = text(row.get("level")) == "output" and parent in outcomes
            found[row_id(row)] = under(parent) if fits else ORPHAN
            if fits:
                numbered.add(row_id(row))
    for row in rows(plan, "plan", "activities"):
        output = text(row.get("output"))
        found[row_id(row)] = under(output) if output in numbered else ORPHAN
    lines = rows(plan, "budget", "budget")
    found |= {row_id(row): f"B{n:02}" for n, row in enumerate(lines, 1)}
    found.pop("", None)  # rows that have no id yet
    return found
