from .rows import Row, rows

READ_ONLY = {"post": {}, "post_otherwise": 405}
POST_ONLY = {"otherwise": 405}
READERS = dict.fromkeys(("mentor", "mentee", "coach", "coordinator", "steering"), 200)

ROWS = rows(
    # a draft has no address but its author's own; a post without its stand is refused
    Row("profile_draft", **POST_ONLY, post_otherwise=409, post={}),
    Row("profile_draft_removal", **POST_ONLY, post_otherwise=409, post={}),
    # the mentor of the stage has a photo; nobody else has one
    Row("profile_photo", otherwise=200),
    Row("profile_photo_cut", **POST_ONLY, post={"mentor": 422}),
    Row("profile_photo_removal", **POST_ONLY, post={"mentor": None}),  # may, and it changes something
    Row("photo_whole", (), {"mentor": 200}, **READ_ONLY),
    Row("profile_pdf", ("mentor",), READERS, **READ_ONLY),
    Row("photo", ("mentor",), READERS, **READ_ONLY),
)
