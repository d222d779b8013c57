"""Having harmful content removed: from links of a case to a notice a listener sends, and what becomes of it."""
