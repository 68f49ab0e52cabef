"""For authors of integrations: conformance tests and the quality scale. Not used by the app itself."""
