"""A form that someone filled in: what they typed, what it means, what is wrong with it."""

from dataclasses import dataclass, field
from typing import Annotated, Generic, TypeVar

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, ValidationError

from app.errors import Phrase
from app.i18n import _
from app.web.gate import Typed, typed

TypedDep = Annotated[Typed, Depends(typed)]


class Form(BaseModel):
    """What a form may hold. Unknown names are ignored, blanks at the ends are not meant."""

    model_config = ConfigDict(str_strip_whitespace=True, extra="ignore")


Shape = TypeVar("Shape", bound=Form)

PHRASES: dict[str, Phrase] = {
    "missing": _("Please fill this in."),
    "string_too_short": _("Please write a little more."),
    "string_too_long": _("Please make it shorter."),
    "date_from_datetime_parsing": _("Please choose a day."),
    "date_parsing": _("Please choose a day."),
    "int_parsing": _("Please write a whole number."),
    "decimal_parsing": _("Please write an amount, such as 250 or 99.50."),
    "enum": _("Please choose one of these."),
    "literal_error": _("Please choose one of these."),
    "uuid_parsing": _("Please choose one of these."),
    "greater_than_equal": _("This number is too small."),
    "less_than_equal": _("This number is too large."),
}


@dataclass(frozen=True)
class Filled(Generic[Shape]):
    typed: dict[str, str] = field(default_factory=dict)
    means: Shape | None = None
    troubles: dict[str, Phrase] = field(default_factory=dict)
    several: dict[str, list[str]] = field(default_factory=dict)  # of names that may repeat

    def but(self, **troubles: Phrase) -> "Filled[Shape]":
        """The same form, found wanting after all."""
        return Filled(self.typed, None, self.troubles | troubles, self.several)


class Fill(Generic[Shape]):
    """``Annotated[Filled[NewProject], Depends(Fill(NewProject))]``. Never raises: the route
    shows the troubles with 422, beside everything the person typed. A blank answer counts as
    missing, so that optional parts take their default."""

    def __init__(self, shape: type[Shape]) -> None:
        self.shape = shape

    async def __call__(self, typed: TypedDep) -> Filled[Shape]:
        return self.read(typed)

    def read(self, typed: Typed) -> Filled[Shape]:
        values = dict(typed)
        several: dict[str, list[str]] = {}
        for name, value in typed:
            if value:
                several.setdefault(name, []).append(value)
        lists = {n for n, f in self.shape.model_fields.items() if "list" in str(f.annotation)}
        meant = {
            name: (several.get(name, []) if name in lists else value)
            for name, value in values.items()
            if name in lists or value.strip()
        }
        try:
            return Filled(values, self.shape.model_validate(meant), {}, several)
        except ValidationError as wrong:
            troubles = {
                ".".join(str(part) for part in error["loc"][:1]) or "form": _phrase(error)
                for error in wrong.errors()
            }
            return Filled(values, None, troubles, several)


def _phrase(error: object) -> Phrase:
    kind = error["type"]  # type: ignore[index]
    if kind == "value_error":  # our own validators say it themselves
        return str(error["ctx"]["error"])  # type: ignore[index]
    return PHRASES.get(kind, _("Please check this."))
