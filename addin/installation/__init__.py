"""Putting the add-in where Excel finds it, taking it away, and finding out why it doesn't work.

Standard library only, so that `python3 install` can use it before, and after, there is an environment.
"""
