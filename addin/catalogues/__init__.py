"""The catalogues of messages: a TOML file for each language, keyed by the English text."""
