"""Who fits which measure: three-valued evaluation, what to ask next, and why."""
