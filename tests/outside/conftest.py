"""Packages of others: their own tests run where they are installed, not with ours."""

from __future__ import annotations

collect_ignore_glob = ["*/tests/*"]
