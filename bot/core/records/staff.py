"""Who works with records, and what their role and their region allow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.regions.region import ancestors


class StaffRole(StrEnum):
    """What somebody may do."""

    ADMIN = "admin"
    EDITOR = "editor"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class Staff:
    """One member of staff. `id` is how history names them; `region` with all its parts is theirs."""

    id: str
    role: StaffRole
    region: str

    def reaches(self, region: str) -> bool:
        """Whether the region is theirs or a part of it."""
        return self.region in ancestors(region)

    @property
    def writes(self) -> bool:
        """Auditors look, they do not change."""
        return self.role is not StaffRole.AUDITOR

    @property
    def sees_people(self) -> bool:
        """Whether personal values are shown to them in clear."""
        return self.role is not StaffRole.AUDITOR

    def opens(self, *, restricted: bool) -> bool:
        """Whether they may look into a register; a restricted one is for admins only."""
        return self.role is StaffRole.ADMIN or not restricted
