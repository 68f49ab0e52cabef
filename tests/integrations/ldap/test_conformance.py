"""LDAP passes what every directory must pass."""

from __future__ import annotations

from dialer.testing.directory import DirectoryConformance
from tests.integrations.ldap.recipe import LdapRecipe


class TestLdap(DirectoryConformance):
    recipe = LdapRecipe
