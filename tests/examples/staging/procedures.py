"""Examples of the rules of procedures: all of them are shared with other tables."""

EXAMPLES = []
