"""One secret that is being kept or forgotten, in the key ring's thread, which nothing stops.

A key ring may take longer than anybody waits: it asks the user to unlock it, for instance. Whoever waited has
been told by then that the secret was not kept, and has perhaps asked for another one in its place.
"""

from __future__ import annotations

import threading
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialer.core.secrets import KeyringBackend, Secret

Item = tuple[str, str]


class SecretChange:
    """Keeps a secret in place of the one before, or forgets it where there is no new one.

    What was given up before its turn is not begun. What is kept too late is taken back; what is forgotten too
    late stays forgotten, as nobody means to leave a secret behind.
    """

    def __init__(self, item: Item, secret: Secret | None, turn: threading.Lock) -> None:
        """Nothing is done yet.

        Args:
            item: service and name in the key ring.
            secret: the new one; None for none.
            turn: held meanwhile.
        """
        self._item, self._secret, self._turn = item, secret, turn
        self._deciding = threading.Lock()
        self._given_up = self._done = False

    def give_up(self) -> bool:
        """Wait for it no longer; return whether it is, or will be, as if it had not been asked for."""
        with self._deciding:
            self._given_up = not self._done
            return self._given_up

    def carry_out(self, backend: KeyringBackend) -> None:
        """Do it, in the key ring's thread."""
        with self._turn:
            if self._given_up:
                return
            # Backends tell "there is none" and "it could not be deleted" apart in no way of their own.
            before = backend.get_password(*self._item)
            if self._secret is not None:
                backend.set_password(*self._item, self._secret.reveal())
            elif before is not None:
                backend.delete_password(*self._item)
            with self._deciding:
                self._done = not self._given_up
            if self._done or self._secret is None:
                return
            if before is None:
                backend.delete_password(*self._item)
            else:
                backend.set_password(*self._item, before)


class SecretChanges:
    """Lets the changes of an item come one after the other, also where one of them takes for ever."""

    def __init__(self) -> None:
        """Nothing is being changed."""
        self._turns: weakref.WeakValueDictionary[Item, threading.Lock] = weakref.WeakValueDictionary()

    def of(self, item: Item, secret: Secret | None) -> SecretChange:
        """Return a change of an item, to be asked for in the loop's thread; None forgets what it has."""
        if (turn := self._turns.get(item)) is None:
            turn = self._turns[item] = threading.Lock()
        return SecretChange(item, secret, turn)
