"""A mentor's word on a section: whether what it was said of still stands there."""

from app.rules.comparing import compare
from app.rules.template import Template
from app.rules.template.shape import Answers


def is_changed(template: Template, section: str, then: Answers, now: Answers) -> bool:
    """Whether a section says something else now. Answers are compared, not versions: what was
    changed back is the same again. What is not asked any more does not stand there."""
    asked = template.sections.get(section)
    return asked is None or bool(compare(asked, then, now))
