"""The sections of the settings page: a heading, and below it rows or cards, made one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QLabel, QVBoxLayout

from dialer.core.fields import Choice
from dialer.core.settings_declared import OWNER
from dialer.ui.blocks.field_editors import option_words
from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.managed import managed_words
from dialer.ui.blocks.widgets import Card
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from PySide6.QtWidgets import QWidget

    from dialer.core.fields import Field
    from dialer.core.settings import Settings
    from dialer.core.strings import Strings
    from dialer.ui.settings.row import SettingRow

    Matches = Callable[[str], bool]

_BETWEEN = 12
_BETWEEN_ROWS = 20


def setting_words(field: Field, settings: Settings, strings: Strings) -> str:
    """Return everything that can be read of a setting: what a search looks through."""
    owner = f"{OWNER}.field.{field.key}"
    hint = strings.text(f"{owner}.hint") if strings.has(f"{owner}.hint") else ""
    managed = managed_words(settings, field.key, strings) or ""
    options = field.options if isinstance(field, Choice) else ()
    choices = [option_words(field, owner, strings, option) for option in options]
    return " ".join([strings.text(f"{owner}.label"), hint, managed, *choices])


class Section:
    """A heading with what belongs below it; `place` keeps the room for what is not made yet.

    Attributes:
        place: its layout on the page.
    """

    def __init__(self, title: str) -> None:
        """Make nothing but the place."""
        self.place = QVBoxLayout()
        self.place.setSpacing(_BETWEEN)
        self._title = title
        self._heading: FoldingLabel | None = None

    def steps(self) -> Iterator[None]:
        """Make it, a part each time."""
        self._heading = FoldingLabel(self._title, style=TextStyle.HEADING, tone=Tone.DIM, wrap=True)
        self.place.addWidget(self._heading)
        yield from self._parts()

    def might_have(self, matches: Matches) -> bool:
        """Whether what is looked for is in it, as far as that is known before it is made."""
        return matches(self._title)

    def show_found(self, matches: Matches) -> int:
        """Leave what is looked for, as far as it is made, and return how much that is."""
        found = self._show_parts(matches)
        if self._heading is not None:
            _show(self._heading, found > 0)
        return found

    def _parts(self) -> Iterator[None]:
        raise NotImplementedError

    def _show_parts(self, matches: Matches) -> int:
        raise NotImplementedError


class SettingsSection(Section):
    """The settings of a declared group, each a row in one card.

    Attributes:
        rows: those that are made, by key, in their order.
    """

    def __init__(self, title: str, words: dict[str, str], make: Callable[[str], SettingRow]) -> None:
        """Know the words of each setting by its key, before `make` makes its row."""
        super().__init__(title)
        self._words, self._make = words, make
        self._card: Card | None = None
        self.rows: dict[str, SettingRow] = {}

    def might_have(self, matches: Matches) -> bool:
        """Whether the words of a setting match."""
        return any(self._fits(key, matches) for key in self._words)

    def _fits(self, key: str, matches: Matches) -> bool:
        return matches(f"{self._title} {self._words[key]}")

    def _parts(self) -> Iterator[None]:
        self._card = Card()
        self._card.body.setSpacing(_BETWEEN_ROWS)
        self.place.addWidget(self._card)
        for key in self._words:
            self.rows[key] = row = self._make(key)
            self._card.body.addWidget(row)
            yield

    def _show_parts(self, matches: Matches) -> int:
        found = {key for key in self._words if self._fits(key, matches)}
        for key, row in self.rows.items():
            _show(row, key in found)
        if self._card is not None:
            _show(self._card, bool(found))
        return len(found)


class CardsSection(Section):
    """What is set with more than a row: cards, whose words are known once they are made."""

    def __init__(self, title: str, cards: Iterable[QWidget | None]) -> None:
        """Take the cards from what makes them one after the other; None is one that takes another step."""
        super().__init__(title)
        self._making = cards
        self._cards: list[QWidget] = []

    def _parts(self) -> Iterator[None]:
        for card in self._making:
            if card is not None:
                self._cards.append(card)
                self.place.addWidget(card)
            yield

    def _show_parts(self, matches: Matches) -> int:
        found = [card for card in self._cards if matches(f"{self._title} {_words_in(card)}")]
        for card in self._cards:
            _show(card, card in found)
        return len(found)


def _show(widget: QWidget, shown: bool) -> None:
    if widget.isHidden() is shown:  # else Qt would lay everything out for nothing
        widget.setVisible(shown)


def _words_in(card: QWidget) -> str:
    """Return what can be read in a card, as far as it is not hidden there."""
    read: list[QLabel | QAbstractButton] = [*card.findChildren(QLabel), *card.findChildren(QAbstractButton)]
    return " ".join(f"{each.text()} {each.accessibleName()}" for each in read if each.isVisibleTo(card))
