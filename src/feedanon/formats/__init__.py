"""Files in and out, nothing but the personal data changed."""
