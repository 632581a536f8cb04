from .rows import Row, rows

# the directory is for those who set up and select (also in another program), and for administrators
SEE_PEOPLE = {"coordinator": 200, "administrator": 200, "stranger": 200}
ADMINISTRATORS = {"administrator": 200}
NOTHING_TO_POST = {"post": {}, "post_otherwise": 405}

ROWS = rows(
    Row("people", expect=SEE_PEOPLE, otherwise=403, **NOTHING_TO_POST),
    Row("person", args=("mentor",), expect={**SEE_PEOPLE, "mentor": 200}, **NOTHING_TO_POST),
    Row("settings", otherwise=200, post={}, post_otherwise=422),
    Row("jobs", expect=ADMINISTRATORS, otherwise=403, post={"administrator": 302}, post_otherwise=403),
    Row("directory_imports", expect=ADMINISTRATORS, otherwise=403, **NOTHING_TO_POST),
    Row(
        "directory_import_new",
        expect=ADMINISTRATORS,
        otherwise=403,
        post={"administrator": 422},
        post_otherwise=403,
    ),
    Row("directory_import", args=("directory_import",), expect=ADMINISTRATORS, post={"administrator": 409}),
    Row("directory_import_apply", args=("directory_import",), otherwise=405, post={"administrator": 409}),
    Row("directory_import_undo", args=("directory_import",), otherwise=405, post={"administrator": 409}),
)
