"""Read-only data: gazetteers and the language model. See NOTICE."""
