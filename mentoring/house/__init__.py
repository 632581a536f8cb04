"""What starts the house on one machine: its folders, its child processes, its embedded servers, its browser.

Nothing here knows Django: all of it works before settings are read.
"""
