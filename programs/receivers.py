"""What follows in this app when something here has moved."""
