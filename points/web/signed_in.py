"""The signed-in person as pages greet them; it knows words for roles, and no request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from points import people
from points.foundation import Actor

ROLE_WORDS = {
    "resident": _("居民"),
    "grid_worker": _("网格员"),
    "leader": _("领队"),
    "officer": _("社区专干"),
    "panel": _("评议小组"),
    "committee": _("社区“两委”"),
    "supervisor": _("监督员"),
    "shop_manager": _("店长"),
    "clerk": _("店员"),
    "merchant": _("合作商户"),
    "donor": _("爱心企业"),
    "street": _("街道管理员"),
    "admin": _("系统管理员"),
}


@dataclass(frozen=True)
class Me:
    """The signed-in person as pages see them, and flask-login's idea of a user."""

    actor: Actor
    name: str
    session_id: str
    by_card: bool = False
    username: str | None = None
    care_mode: bool = False
    language: str = ""
    community_zh: str = ""
    community_en: str = ""
    community_phone: str = ""
    demo: bool = False
    publicity_days: int = 0
    came_by: people.actors.CameBy | None = None
    #: the password they sign in with, or the PIN of their card, is one that others guess
    easy: bool = False
    #: the enrolled machine they sit at
    device: people.devices.DeviceInfo | None = None

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def scope(self) -> str:
        """What the token they came with is for; '' where they signed in."""
        return self.came_by.scope if self.came_by else ""

    @property
    def turned_to(self) -> UUID | None:
        """The card to whose holder the screen is turned; None where whose session it is has it."""
        return self.came_by.turned_to if self.came_by else None

    def get_id(self) -> str:
        """What the session cookie keeps."""
        return self.session_id

    @property
    def roles(self) -> tuple[str, ...]:
        """Today's roles."""
        return tuple(sorted(self.actor.roles))

    @property
    def is_staff(self) -> bool:
        """Whether they see other people."""
        return bool(people.permissions.STAFF & self.actor.roles)

    def may(self, *what: str) -> bool:
        """Whether a page may offer this to them; the use case asks again."""
        return people.permissions.may(self.actor, *what)

    @property
    def role(self) -> str:
        """The role that decides the first page."""
        return people.permissions.main_role(self.actor.roles)

    @property
    def role_word(self) -> str:
        """The same, in words."""
        return str(ROLE_WORDS.get(self.role, ""))

    @property
    def community_name(self) -> str:
        """The community in the reader's language."""
        english = str(get_locale() or "").startswith("en")
        return self.community_en if english and self.community_en else self.community_zh

    @staticmethod
    def of(
        known: people.actors.Known,
        session_id: str,
        *,
        by_card: bool = False,
        device: people.devices.DeviceInfo | None = None,
    ) -> Me:
        """Somebody known, in this session, at this device."""
        return Me(
            actor=replace(known.actor, device_id=device.device_id if device else None),
            name=known.name,
            session_id=session_id,
            by_card=by_card,
            username=known.username,
            care_mode=known.care_mode,
            language=known.language,
            community_zh=known.community_name,
            community_en=known.community_name_en,
            community_phone=known.community_phone,
            demo=known.demo,
            publicity_days=known.publicity_days,
            came_by=known.came_by,
            easy=known.easy,
            device=device,
        )
