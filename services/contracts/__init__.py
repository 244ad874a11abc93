"""The shared language: messages, topics, ids, codec, vocabulary. Imports pydantic, nothing of ours."""
