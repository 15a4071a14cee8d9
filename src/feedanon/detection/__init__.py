"""Text to entities: Presidio, rules, the language model, and what joins them."""
