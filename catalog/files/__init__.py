"""Reads a catalog from whatever an office sends, and writes it: CSV, ZIP, XLSX, XLS, JSON.

``reading`` is the way in, ``importing`` also checks; ``workbooks`` and ``writing`` lead out.
"""
