"""Recognizers of identifiers that are not French in particular."""
