"""A declaration filled in by talking: any register that is open to people outside, be it new or one's own record."""
