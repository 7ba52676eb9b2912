"""The parts of the documentation that are generated from the rules: who may, and when."""

from app.i18n import speaking
from app.rules.policy import POLICY
from app.rules.workflow import MOVES


def permissions() -> str:
    lines = [
        "# Permissions",
        "",
        "Generated from `app/rules/policy.py` by `seedbed docs`. Whoever is not named may not.",
        "",
        "| action | who may |",
        "|---|---|",
        *(f"| `{action}` | {rule.says} |" for action, rule in POLICY.items()),
    ]
    return "\n".join(lines) + "\n"


def workflow() -> str:
    with speaking("en"):
        lines = [
            "# Workflow",
            "",
            "Generated from `app/rules/workflow.py` by `seedbed docs`.",
            "",
            "| move | label | from | to | who may | needs |",
            "|---|---|---|---|---|---|",
            *(
                f"| `{name}` | {move.label} | {', '.join(sorted(move.leaves))} | {move.enters} "
                f"| {POLICY[move.action].says} "
                f"| {', '.join(need.__name__.replace('_', ' ') for need in move.needs) or '–'} |"
                for name, move in MOVES.items()
            ),
        ]
    return "\n".join(lines) + "\n"


PAGES = {"permissions.md": permissions, "workflow.md": workflow}
