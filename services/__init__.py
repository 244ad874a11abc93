"""Readout: who met whom, when, where and about what, from press releases."""

from importlib.metadata import version

__version__ = version("readout")
