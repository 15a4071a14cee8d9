"""feedanon takes personal data out of French customer feedback, and puts it back."""
