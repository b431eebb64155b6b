"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A busy machine must not fail a test: no test asserts a time.
settings.register_profile("aumaq", deadline=None)
settings.load_profile("aumaq")
