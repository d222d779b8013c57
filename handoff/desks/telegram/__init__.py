"""The desk on Telegram: python-telegram-bot, a board in the group, a topic a case in the claimant's private chat."""
