"""Words and answers in, reading and severity out. Knows no database, no channel, no person."""
