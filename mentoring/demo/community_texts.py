"""What the demo's people tell each other. Fictional, and ours."""

RESOURCES = [
    (
        "A claim, filed on a phone",
        "",
        "Ten screens from a broken window to money in the account.\n\n- Where people stop\n- What they type "
        "when they are stuck\n- What we could ask later",
        6,
    ),
    (
        "What customers say about us when we do not listen",
        "",
        "Forty public comments from one week, sorted by what people wanted. Names are taken out.",
        12,
    ),
    ("How to read a dashboard without a guide", "https://example.com/dashboards", "", 9),
    (
        "Questions that open a conversation",
        "",
        "- What did you try last?\n- Who showed you?\n- What would you hate to lose?",
        3,
    ),
]

MEETINGS = {
    "launch": "Both sides meet for the first time. Ten minutes each: who you are, and one thing you would like to "
    "be able to do by the end.\n\nBring your phone and nothing else.",
    "closing": "What we learned, in the words of those who did. Every pair shows one thing, if it likes.",
    "other": "What works, told by pairs that like to. **No slides.**",
    "circle": "Half an hour of what is hard, an hour of what helped. **Nothing leaves the room.**",
}


def news(running):
    """``(days ago, wave or None, title, text)``, oldest first."""
    return [
        (
            33,
            running,
            "Open enrolment: a quiet week",
            "No session lies in the week of open enrolment. Everything after it has moved by a week; your "
            "calendars know.",
        ),
        (
            8,
            None,
            "Wave 3 takes applications",
            "Whoever was well taught, or taught well, knows somebody who should apply. **Tell them.**\n\n"
            "- Mentors need their manager and two teammates to speak for them\n- Mentees need two minutes",
        ),
        (
            1,
            running,
            "Halfway: come and tell what works",
            "We meet online, the mentors a few days before among themselves. Say with one tap whether you come; the invitation is "
            "in your calendar.",
        ),
    ]


DISCUSSIONS = [
    (
        46,
        "Do you send the agenda, or bring it?",
        [
            (
                "mentor2",
                "Mine reads mail at night only. Do you send the agenda the day before, or bring it along?",
            ),
            ("alumnus", "The day before, three lines. What was longer was not read."),
            ("coach", "Whichever you choose, **say it in the first session** and keep to it."),
        ],
    ),
    (
        17,
        "What do you do when the laptop stays closed?",
        [
            (
                "mentor",
                "We talk well, and for an hour. But nothing is tried: the laptop stays closed. How do you get from "
                "talking to doing?",
            ),
            (
                "mentor2",
                "I bring my phone and ask for theirs. Two phones on the table, and one task for each.",
            ),
            ("mentor3", "Posted in the wrong place, sorry."),
            (
                "mentee",
                "As one of those with the closed laptop: ask me for something I need *this week*. Then I open it.",
            ),
            ("alumnus", "Ten minutes of news, then the doing. The other way round we never got to it."),
        ],
    ),
    (
        4,
        "A good first exercise with voice messages?",
        [
            (
                "mentor3",
                "My mentee has never sent one. I would like to begin with something that is not a joke.",
            ),
            ("mentor", "Thank somebody on her team, in twenty seconds. It was answered within the hour."),
        ],
    ),
    (
        2,
        "When do you say that it is too much?",
        [
            ("mentor2", "I prepare for two hours each time. Does anybody manage with one?"),
            ("mentor3", "Since I reuse agendas: fifty minutes. Take mine."),
        ],
        "among the mentors",
    ),
]

# figure, finding, decision, what exactly
FINDINGS = [
    (
        "completion",
        "Pairs that met in the first three weeks went the distance; those that began late did not catch up.",
        "change",
        "All seven sessions are in both calendars before the launch.",
    ),
    (
        "business",
        "Leaders call it effective when they tried something themselves in the session.",
        "keep",
        "Every agenda has one thing to try by hand.",
    ),
    (
        "launch",
        "Who missed the launch had their first session two weeks later than the others.",
        "change",
        "The launch is announced eight weeks ahead, with a second date online.",
    ),
    (
        "sessions",
        "Written reports after each session were filed and never opened by anybody.",
        "stop",
        "The monthly report of each pair; the session note is enough.",
    ),
]

HALFWAY = [
    (
        "applied_mentors",
        "Four lines of business sent all the mentors; the others had hardly heard of the program.",
        "change",
        "Coordinators visit Finance, Corporate and Consumer Markets before applications open.",
    ),
    (
        "launch",
        "Pairs who sat together at the launch had a date for their first session the same day.",
        "keep",
        "Partners sit together at the launch.",
    ),
]
