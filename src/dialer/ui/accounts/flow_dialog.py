"""The one dialog that draws any config flow: a new account, a new sign-in, a change, the options."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from dialer.core import loader
from dialer.core.errors import SecretsUnavailable
from dialer.core.flow import Flow, FlowChanged
from dialer.ui.accounts.flow_browser import BrowserStep
from dialer.ui.accounts.flow_page import FlowPage
from dialer.ui.accounts.provider_icon import integration_icon
from dialer.ui.accounts.provider_words import provider_name
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.dialog_frame import framed
from dialer.ui.blocks.dialogs import result_of
from dialer.ui.blocks.form import FormScroll, fitting_size
from dialer.ui.blocks.spinner import Spinner
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import IconLabel, PlainLabel, PrimaryButton, SecondaryButton
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.core.entry import ConfigEntry

_WIDTH = 520


async def run_flow(app: App, parent: QWidget, flow: Flow) -> ConfigEntry | None:
    """Let the user go through a flow; returns the account, or None where nothing was kept.

    Raises:
        DialerError: the dialog was closed while the account was being kept, and that failed.
    """
    dialog = FlowDialog(app, flow, parent)
    try:
        await result_of(dialog)
        if dialog.checking is not None:
            # Closed while the account was being kept: how that ends is told by whoever called.
            await asyncio.wait([dialog.checking])
            if flow.error is not None:
                raise flow.error
    finally:
        flow.cancel()
    return dialog.entry


class FlowDialog(QDialog):
    """Takes a person from page to page of a flow, and closes when the account is kept.

    Attributes:
        entry: the account, once it is kept.
        checking: the check under way.
    """

    def __init__(self, app: App, flow: Flow, parent: QWidget | None = None) -> None:
        """Draw a flow's first page with what is known."""
        super().__init__(parent)
        self.entry: ConfigEntry | None = None
        self._strings = app.hub.strings
        self._scope = app.hub.scope
        self._flow = flow
        self.checking: asyncio.Task[None] | None = None
        title = self._title()
        self._layout = layout = framed(self, title, 16)
        layout.addLayout(self._build_head(title))
        layout.addWidget(self._build_body(), 1)
        self._strip = Strip("bad")
        layout.addWidget(self._strip)
        layout.addLayout(self._build_foot())
        self._strip.hide()
        self._show_busy(busy=False)
        self._fit()
        self._focus_first()
        self.destroyed.connect(app.hub.bus.listen(FlowChanged, self._flow_changed))

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_pages.flow.{key}", **placeholders)

    def _title(self) -> str:
        manifest = loader.find(self._flow.domain)
        provider = self._flow.domain if manifest is None else provider_name(manifest, self._strings)
        title = self._flow.entry.title if self._flow.entry is not None else provider
        return self._text(f"title.{self._flow.kind}", provider=provider, title=title)

    def _intro_words(self) -> str:
        """What the integration says of its form, else what holds for most."""
        own = f"{self._flow.domain}.intro.{self._flow.kind}"
        return self._strings.text(own) if self._strings.has(own) else self._text(f"intro.{self._flow.kind}")

    def _build_head(self, title: str) -> QHBoxLayout:
        head, words = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(16)
        icon = IconLabel(integration_icon(self._flow.domain), tint="accent", size=28)
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words.setSpacing(4)
        words.addWidget(PlainLabel(title, style=TextStyle.SUBTITLE, wrap=True))
        self._intro = PlainLabel(self._intro_words(), tone=Tone.DIM, wrap=True)
        words.addWidget(self._intro)
        head.addLayout(words, 1)
        return head

    def _build_body(self) -> FormScroll:
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._browser = BrowserStep(self._strings)
        self._browser.hide()
        self._body.addWidget(self._browser)
        # The first page stays, with the password that was typed: a person may come back to it.
        self._first = self._page = FlowPage(self._flow, self._strings)
        self._body.addWidget(self._first)
        self._scroll = FormScroll(body)
        return self._scroll

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._back = SecondaryButton(self._strings.text("flow.back"), "arrow-left")
        self._back.clicked.connect(self._go_back)
        foot.addWidget(self._back)
        self._spinner = Spinner()
        foot.addWidget(self._spinner)
        self._progress = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, elide=True)
        foot.addWidget(self._progress, 1)
        foot.addStretch()
        self._cancel = SecondaryButton("")
        self._submit = PrimaryButton("")
        self._cancel.clicked.connect(self.reject)
        self._submit.clicked.connect(self.submit)
        for button in (self._back, self._cancel, self._submit):
            # Enter presses the button that has the focus, else the default one.
            button.setAutoDefault(True)
        foot.addWidget(self._cancel)
        foot.addWidget(self._submit)
        self._submit.setDefault(True)
        return foot

    def submit(self) -> None:
        """Check what was filled in; while that runs, a second press does nothing."""
        if self.checking is None:
            raw = self._page.values()
            self._show_busy(busy=True)
            self.checking = self._scope.spawn(self._check(raw), "check what was filled in")

    def reject(self) -> None:
        """Esc and Cancel stop a check that runs, else they close; what is being kept already is kept."""
        if self.checking is not None and not self._flow.keeping:
            self.checking.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close, and leave no password behind in a widget."""
        for page in {self._first, self._page}:
            page.forget_secrets()
        super().done(result)

    async def _check(self, raw: dict[str, object]) -> None:
        stopped = False
        try:
            self.entry = await self._flow.submit(raw)
        except asyncio.CancelledError:
            # Only the user's Esc ends here quietly; the dialog stays, with what was typed.
            stopped = True
        self.checking = None
        if not isValid(self):
            return
        crossed = self._draw_page()
        self._show_busy(busy=False)
        if self.entry is not None:
            self.accept()
        elif stopped:
            self._strip.say("warning", self._text("stopped"))
            self._fit()
        elif self._flow.errors:
            self._show_errors()
        elif crossed:
            self._fit()
            self._focus_first()
            announce(self._page, self._page.title)

    def _go_back(self) -> None:
        self._flow.back()
        self._strip.hide()
        self._draw_page()
        self._show_busy(busy=False)
        self._focus_first()

    def _draw_page(self) -> bool:
        """Draw the page at which the flow stands, unless it is drawn already; return whether it was not."""
        if self._page.page == self._flow.page:
            return False
        if self._page is not self._first:
            self._page.forget_secrets()
            self._page.deleteLater()
        self._page.hide()
        self._page = self._first
        if self._flow.page != self._flow.first:
            self._page = FlowPage(self._flow, self._strings)
            self._body.addWidget(self._page)
        self._page.show()
        return True

    def _focus_first(self) -> None:
        (self._page.first_empty() or self._submit).setFocus()

    def _flow_changed(self, event: FlowChanged) -> None:
        if event.flow is self._flow and self.checking is not None:
            self._show_progress()

    def _show_progress(self) -> None:
        """Show what the check does, or the link that it waits for."""
        progress, browser = self._flow.progress, self._flow.browser
        sentence = self._text("checking")
        if browser is not None:
            sentence = self._strings.text("flow.browser.waiting_for", host=browser.host)
        elif progress is not None:
            sentence = self._strings.text(progress.key, **progress.placeholders)
        if sentence != self._progress.text():
            self._progress.setText(sentence)
            announce(self, sentence)
        if browser is not None:
            self._browser.show_link(browser)
        if self._browser.isHidden() == (browser is not None):
            self._page.setVisible(browser is None)
            self._browser.setVisible(browser is not None)
            self._submit.setVisible(browser is None)
            self._fit()
            if browser is None:
                self._cancel.setFocus()
            else:
                self._browser.open.setFocus()
                self._scroll.ensureWidgetVisible(self._browser.open)

    def _show_busy(self, *, busy: bool) -> None:
        later = self._flow.page != self._flow.first
        self._page.setEnabled(not busy)
        self._submit.setEnabled(not busy)
        self._submit.show()
        self._browser.hide()
        self._page.show()
        self._back.setVisible(later and not busy)
        # A key ring that was locked or missing may be there now: the same answers can be tried again.
        keyring = isinstance(self._flow.error, SecretsUnavailable)
        words = self._strings.text("flow.continue") if later else self._text(f"submit.{self._flow.kind}")
        self._submit.set_label(self._text("retry") if keyring else words)
        self._cancel.set_label(self._text("stop") if busy else self._strings.text("ui_pages.dialog.cancel"))
        self._spinner.setVisible(busy)
        self._progress.setVisible(busy)
        if busy:
            self._progress.setText(self._text("checking"))
            self._strip.hide()
            self._cancel.setFocus()

    def _show_errors(self) -> None:
        errors = dict(self._flow.errors)
        base = errors.pop(Flow.BASE, None)
        wrong = self._page.show_errors(errors)
        here = self._page.page.keys
        base = base or next((sentence for key, sentence in errors.items() if key not in here), None)
        if base is not None:
            placeholders = self._flow.error.placeholders if self._flow.error is not None else {}
            self._strip.say("bad", self._strings.text(base, **placeholders))
        self._fit()
        if wrong is not None:
            wrong.setFocus()
            self._scroll.ensureWidgetVisible(wrong)
        else:
            self._submit.setFocus()

    def _fit(self) -> None:
        """Grow to show everything, as far as the window behind it allows; never shrink while it is seen."""
        self._layout.activate()
        size = fitting_size(self, self._layout, px(_WIDTH))
        self.resize(size.width(), max(size.height(), self.height()) if self.isVisible() else size.height())
