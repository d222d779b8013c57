"""The tables of this package and all of its SQL, one file per kind of thing. Every function takes a Transaction.

Times are UTC. Nothing that was said, no name and no address stands in clear in any column.
"""
