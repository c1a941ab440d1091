"""The eligibility interview: asks in few questions, says what fits, why, and what would change it."""
