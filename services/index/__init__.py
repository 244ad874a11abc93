"""Derived topics in, views by participant out, answered over HTTP."""
