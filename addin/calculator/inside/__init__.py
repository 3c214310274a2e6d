"""Runs in LibreOffice's own Python, from a copy in its profile: standard library and UNO only, Python 3.8 and later."""
