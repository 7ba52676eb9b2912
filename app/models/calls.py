from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from app.models.base import Row, Spoken


class Call(Row, table=True):
    """A call for ideas: when it is open, how much a project may ask for, and where. What began
    under it keeps its own copy of the limits (``Project.limits``)."""

    camp_id: UUID = Field(foreign_key="camp.id", index=True)
    name: Spoken = Field(sa_type=JSON)
    opens: date  # days of the camp's time zone
    closes: date  # the last day
    most: Decimal = Field(max_digits=12, decimal_places=2)  # that a project may ask of donors
    currency: str = Field(max_length=3)
    regions: list[str] = Field(default_factory=list, sa_type=JSON)  # codes; none: everywhere
    template: str = Field(max_length=40)

    @property
    def limits(self) -> dict[str, Any]:
        """As ``rules.template.findings.Limits`` reads them."""
        return {"most": f"{self.most:.2f}", "currency": self.currency, "regions": self.regions}
