"""From a topic, a region, a role and a day to a true, short, cited answer."""
