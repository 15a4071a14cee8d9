"""Recognizers of French identifiers."""
