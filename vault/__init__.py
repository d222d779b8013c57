"""What is kept and who can read it: connections, keys, sealed evidence, the chain of custody."""
