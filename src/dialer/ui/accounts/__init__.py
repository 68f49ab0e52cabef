"""The Accounts page, and the dialogs that set an account up."""
