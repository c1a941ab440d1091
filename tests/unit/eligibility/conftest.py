from __future__ import annotations

from hypothesis import settings

# What these tests state is right or wrong, not fast or slow; a busy machine must not fail them.
settings.register_profile("eligibility", deadline=None, max_examples=50)
settings.load_profile("eligibility")
