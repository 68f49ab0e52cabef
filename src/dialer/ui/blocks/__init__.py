"""The building blocks of every page and dialog. They know nothing of calls, people or accounts."""
