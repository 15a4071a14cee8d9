"""How the language model and the lexicon in ``feedanon/data`` are made, from public data and frames."""
