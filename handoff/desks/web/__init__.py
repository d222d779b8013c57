"""The web desk: server-rendered pages for listeners and supervisors.

Lives here: pages, their templates and assets, and what guards them. Does not live here: what a page may do
(`handoff.desk`), sentences (`bot/texts`), the socket (`bot.sites`).
"""
