"""The quality scale: rules that a machine checks over every integration, ours and others'.

``python -m dialer.testing.quality`` prints a table of rules and integrations. An integration's
``quality.toml`` may exempt it from a rule, with the reason; everything else is derived from it.
"""
