"""Contacts: the card, the editor, import and export, who is there more than once."""
