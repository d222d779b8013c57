"""`python -m bot` is `havre`."""

from bot.cli import main

main()
