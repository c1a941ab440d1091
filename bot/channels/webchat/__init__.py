"""The chat page: works in old browsers, without a script, and with every assistive technology."""
