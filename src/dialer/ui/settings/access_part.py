"""Contrast and motion, as people chose or as the computer says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from dialer.core.settings import SettingsChanged

if TYPE_CHECKING:
    from dialer.ui.desk import Desk

_SETTINGS = ("contrast", "motion")


class Access:
    """Has the theme follow both, from after the first paint on: asking the computer takes a while."""

    def __init__(self, desk: Desk) -> None:
        """Begin to follow."""
        self._theme, hub = desk.main_window.theme, desk.app.hub
        self._settings = hub.settings
        # Both are kept: without the one, PySide lets go of the other.
        self._style = QGuiApplication.styleHints()
        self._hints = self._style.accessibility()
        self._hints.contrastPreferenceChanged.connect(self.follow)
        self._unsubscribe = hub.bus.listen(SettingsChanged, self._on_setting)
        self.follow()

    def stop(self) -> None:
        """Follow no more."""
        self._unsubscribe()
        self._hints.contrastPreferenceChanged.disconnect(self.follow)

    def follow(self) -> None:
        """Take what holds now."""
        contrast, motion = (self._settings.get(key) for key in _SETTINGS)
        if contrast == "system":
            high = self._hints.contrastPreference() is Qt.ContrastPreference.HighContrast
        else:
            high = contrast == "high"
        self._theme.set_high_contrast(high)
        self._theme.set_still(None if motion == "system" else motion == "reduced")

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key in _SETTINGS:
            self.follow()
