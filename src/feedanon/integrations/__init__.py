"""Other ways into the gate: LangChain and LiteLLM. Each module needs its library."""
