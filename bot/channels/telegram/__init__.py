"""The correspondents' bot on Telegram: aiogram's types and session, and an intake of our own."""
