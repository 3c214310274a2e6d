"""Data: read from workbooks and files into tables, and looked up by the labels of their axes."""
