"""The first step of a new account: which provider, or a set-up link?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dialer.core import loader
from dialer.ui.accounts.link_line import SetUpLinkLine
from dialer.ui.accounts.provider_icon import integration_icon
from dialer.ui.accounts.provider_words import addon_words, provider_name
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import CANCELLED, result_of
from dialer.ui.blocks.form import FormScroll, fitting_size
from dialer.ui.blocks.row_button import RowButton
from dialer.ui.blocks.widgets import IconLabel, PlainLabel, SecondaryButton, SectionHeading, one_line
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.manifest import Manifest
    from dialer.core.onboarding import Onboarding
    from dialer.core.packages import BrokenIntegration
    from dialer.core.scope import Scope
    from dialer.core.strings import Strings

_WIDTH = 520


async def pick_provider(parent: QWidget, strings: Strings, scope: Scope) -> str | Onboarding | None:
    """Let a provider be chosen; returns its integration's domain, a set-up link that was given, or None."""
    manifests = sorted(loader.discover().values(), key=lambda each: _by_name(each, strings))
    picker = ProviderPicker(manifests, strings, scope, parent, broken=loader.broken())
    chosen = await result_of(picker)
    if picker.onboarding is not None:
        return picker.onboarding
    return manifests[chosen].domain if chosen != CANCELLED else None


def _by_name(manifest: Manifest, strings: Strings) -> tuple[bool, str]:
    """Dialer's own first, then those that others wrote."""
    return manifest.third_party, provider_name(manifest, strings).casefold()


class ProviderPicker(QDialog):
    """Lists the integrations; its result is the place of the one that was chosen, or `CANCELLED`.

    Attributes:
        onboarding: the set-up link that was given instead.
    """

    def __init__(
        self,
        manifests: list[Manifest],
        strings: Strings,
        scope: Scope,
        parent: QWidget | None = None,
        *,
        broken: Sequence[BrokenIntegration] = (),
    ) -> None:
        """List some integrations, and below them those that cannot be used."""
        super().__init__(parent)
        self._strings = strings
        self.onboarding: Onboarding | None = None
        title = self._text("title")
        self._layout = layout = headed(self, title)
        layout.addWidget(PlainLabel(self._text("text" if manifests else "none"), tone=Tone.DIM, wrap=True))
        self._link = SetUpLinkLine(strings, scope)
        self._link.given.connect(self._take_link)
        self._link.complained.connect(self._make_room)
        self._scroll = self._build_list(manifests, broken)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(self._build_foot())
        if self._group.buttons():
            self._group.buttons()[0].setFocus()
        self.resize(fitting_size(self, layout, px(_WIDTH)))

    def _text(self, key: str) -> str:
        return self._strings.text(f"ui_pages.accounts.picker.{key}")

    def _build_list(self, manifests: list[Manifest], broken: Sequence[BrokenIntegration]) -> FormScroll:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.done)
        for place, manifest in enumerate(manifests):
            button = RowButton(
                integration_icon(manifest.domain),
                provider_name(manifest, self._strings),
                self._sentence(manifest),
            )
            self._group.addButton(button, place)
            column.addWidget(button)
        if broken:
            column.addSpacing(8)
            column.addWidget(SectionHeading(self._strings.text("accounts.broken")))
        for each in broken:
            column.addLayout(self._build_broken(each))
        column.addSpacing(8)
        column.addWidget(self._link)
        column.addStretch()
        return FormScroll(inner)

    def _sentence(self, manifest: Manifest) -> str:
        key = f"{manifest.domain}.description"
        parts = [one_line(self._strings.text(key)) if self._strings.has(key) else ""]
        if manifest.third_party:
            parts += [addon_words(manifest, self._strings), self._strings.text("accounts.addon_notice")]
        return "\n".join(part for part in parts if part)

    def _build_broken(self, broken: BrokenIntegration) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(8)
        words.setSpacing(2)
        row.addWidget(IconLabel("alert-circle-outline", tint="bad"), 0, Qt.AlignmentFlag.AlignTop)
        name = self._strings.text(
            "accounts.broken.name", name=one_line(broken.name), package=broken.distribution
        )
        why = self._strings.text(broken.key, **broken.placeholders)
        words.addWidget(PlainLabel(name, style=TextStyle.STRONG, wrap=True))
        words.addWidget(PlainLabel(one_line(why), style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        row.addLayout(words, 1)
        return row

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch()
        cancel = SecondaryButton(self._strings.text("ui_pages.dialog.cancel"))
        cancel.clicked.connect(self.reject)
        foot.addWidget(cancel)
        return foot

    def _make_room(self) -> None:
        self.resize(fitting_size(self, self._layout, px(_WIDTH)).expandedTo(self.size()))
        self._scroll.ensureWidgetVisible(self._link)

    def _take_link(self, onboarding: Onboarding) -> None:
        self.onboarding = onboarding
        self.accept()

    def reject(self) -> None:
        """Esc and Cancel choose none."""
        self.done(CANCELLED)
