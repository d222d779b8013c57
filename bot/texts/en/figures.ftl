# The page of figures (havre stats --html).
desk-figures-title = Figures
desk-figures-span = From { $since } to { $until }
desk-figures-hidden = Numbers under ten are hidden, others rounded to five. A dashed end hides something.
desk-figures-none = Nothing to count.
desk-figures-cases-by-type = Situations, by type and outcome
desk-figures-cases-by-level = Situations, by level and channel
desk-figures-cases-by-hour = Situations opened, by hour and level
desk-figures-waits-by-level = Waiting for a human, in seconds, by level
desk-figures-notices-by-platform = Takedown notices, by platform and state
desk-figures-notices-by-kind = Takedown notices, by kind and state
desk-figures-referrals-by-need = Referrals, by need and state
