"""What is measured, with the command that repeats it: `python -m bench`."""
