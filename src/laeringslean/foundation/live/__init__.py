"""Live updates: events reach open browsers through the outbox.

`outbox` reads the events in an order that can be relied on, `relay` does so whenever there are new ones, `hub` hands
each message to everyone who follows the unit, and `streams` speaks Server-Sent Events with the browsers. Nothing
here knows what a board is or who may see it: whoever starts the server injects that.
"""
