"""The kinds of message this app sends; importing them registers them."""
