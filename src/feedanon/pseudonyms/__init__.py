"""Entities to pseudonyms and back."""
