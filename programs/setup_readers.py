"""What this app keeps confidential, for the table of step 5 (`apps.py` imports it)."""

from .readers import promise, register

SELECT = ("coordinator", "steering")

register(40, "Why somebody applies", *SELECT, proof="Application.* of others", remark="And the applicant")
register(41, "What others say of an applicant", *SELECT, proof="Recommendation.*")
register(
    42, "Why an application was decided as it was", *SELECT, proof="StatusChange.reason of application, *"
)
register(
    70,
    "What people volunteer of themselves",
    proof="Volunteered.value of applicant",
    remark="The person alone; the matching uses it where they agreed",
)
promise(
    "No mail says what somebody wrote, but for the follow-up that a mentor previews and sends to their own "
    "mentee. The subject names nobody."
)
