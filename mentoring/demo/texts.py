"""What the demo's people write. Fictional, and ours."""

PITCHES = [
    "Four years close to customers taught me how they search, compare and complain before they call us. "
    "I like to explain a thing until it is simple, and I ask more than I tell.",
    "I build small tools for my team and film how they work. People tell me I make new software feel ordinary. "
    "I keep what I hear to myself.",
    "I joined from a start-up that lived on its community. I can show how trust is won and lost online, "
    "one reply at a time.",
    "I run our volunteer network in the evenings and a claims queue by day. Both need patience, short words and "
    "a sense of humor.",
    "Data is my trade, plain talk my hobby. I will bring one picture and one question to every session.",
]
HEADLINES = [
    "Explains new tools in plain words",
    "Listens to customers where they talk",
    "Builds small things that save time",
    "Turns numbers into pictures",
    "At home in five messengers",
]
CAREERS = [
    "Service desk, then analyst; two product launches.",
    "Trainee program, three departments in three years.",
    "Started in a branch office, moved to digital in 2021.",
    "Intern, associate, now leads a small project.",
]
EXECUTIVE_CAREERS = [
    "Began in claims, led two regions, joined the leadership group six years ago.",
    "Underwriter by training; built the line from one office to seven states.",
    "Came from consulting, ran integration after the merger.",
    "Thirty years in the company, eleven jobs.",
]
GOALS = [
    "See how a decision is made upstairs.",
    "Speak to senior people without a script.",
    "Know the other lines of the company.",
    "Lead a project that reaches customers.",
]
EXECUTIVE_GOALS = [
    "Understand how younger customers choose an insurer.",
    "Stop being the person who prints the slides.",
    "Know what my own teams use, and why.",
    "Answer customers where they ask.",
]
MOTIVATIONS = [
    "I want senior people to see what our customers see.",
    "Teaching is how I learn, and I am curious how decisions are made upstairs.",
    "My team solves the same question every week. One conversation higher up could end it.",
]
ANSWERS = {
    "teach-senior": [
        "Start from a post they have already seen, ask what they would have answered, then show what people said.",
        "Ten minutes with my own phone, then ten with theirs. They hold it, I only point.",
        "I would ask for the last thing that annoyed them on a screen, and begin there.",
    ],
    "bad-news": [
        "I told our director that the new form loses half the customers on its second page. I brought the numbers "
        "and one idea. We shortened it a month later.",
        "In a review I said that the date could not be kept. Nobody was glad, and it was moved.",
        "A manager used a word in a town hall that hurt people. I wrote to him the same evening, kindly. He called.",
    ],
    "learn-from-leader": [
        "How one decides with half the facts, and sleeps afterwards.",
        "What the company looks like from above, and which of our habits make no sense from there.",
        "How to say no to somebody powerful without losing them.",
    ],
    "one-tool": [
        "A shared board: everybody sees what is stuck.",
        "Voice notes, for what is too long to type.",
        "The camera, to remember how things were before we changed them.",
    ],
    "can-offer": [
        "A seat in a budget meeting, and the talk about it afterwards.",
        "An introduction to two heads of department.",
        "A look at how the board paper is written.",
    ],
}
SHORT_ANSWERS = ["Gladly", "It depends on the day", "Ask me in person"]
INTERESTS = [
    "Sailing",
    "Choir",
    "Running",
    "Cooking",
    "Gardening",
    "Photography",
    "Chess",
    "Hiking",
    "Jazz",
    "Woodwork",
    "Football",
    "Reading",
]
LANGUAGES = ["Spanish", "French", "Mandarin", "Portuguese", "Polish", "Hindi"]
COMPETENCIES = ["Facilitation", "Short video", "Data stories", "Prototyping", "Community care", "Teaching"]
WORKS_BEST = [
    "Mornings, no slides, something to try with my hands",
    "Late afternoons, with a question to start from",
    "Walking, then ten minutes at a screen",
]
DID = [
    "Read one week of customer comments together, live, on the tablet. Sorted them into praise, question, anger.",
    "Set up two alerts and one reading list. He now reads on the train instead of asking for a print-out.",
    "Filed a pretend claim on the phone, both of us, and timed it. Eleven minutes; the ad says five.",
    "Compared how three competitors answer the same complaint. Wrote our own answer in the same space.",
    "Looked at the team's shared board and moved one decision there that used to be a meeting.",
    "Recorded a ninety-second video for the service teams. Four takes; the third was best because it was honest.",
]
WAS_NEW = [
    "That people thank each other more than they complain.",
    "That a search shows different results to the two of us.",
    "How much of the work already happens in chat, out of sight.",
    "That a short answer today beats a perfect one on Friday.",
]
AHA = [
    "Could the first reply to a claim come in the channel the person used?",
    "The usage policy forbids what we ask of the teams.",
    "Nobody under thirty reads the welcome letter.",
    "",
    "",
]
ACTIONS = [
    "Sit with the reply desk for twenty minutes before the next session.",
    "Follow two customer forums for ten minutes a day.",
    "Bring one question from the team.",
    "Post one thing of one's own, however small.",
]
REASONS = [
    "Says little and means it. I would trust her with anything.",
    "Explains without making anybody feel slow.",
    "Careful with what is told in confidence; I have seen it tested.",
    "Speaks up when it matters and stays polite.",
]
SEES_DIFFERENTLY = [
    "That I had been asking the wrong people for news.",
    "Meetings. We dropped three.",
    "How quickly a customer decides whether we care.",
]

# Who agrees how far with the five statements of readiness, by occasion and side: the pilot began without the
# knowledge and ended with little praise from around.
READINESS = {
    (occasion, side): {
        f"readiness-{element}": values
        for element, values in zip(
            ("awareness", "desire", "knowledge", "ability", "reinforcement"), rows, strict=True
        )
    }
    for (occasion, side), rows in {
        ("start", "mentee"): (
            (5, 4, 4, 5, 4, 4, 3, 4, 5, 4),
            (4, 4, 3, 5, 4, 4, 3, 4, 4, 2),
            (2, 3, 2, 4, 2, 1, 3, 4, 2, 2),
            (2, 2, 1, 3, 2, 1, 2, 4, 2, 1),
            (3, 2, 2, 3, 3, 2, 1, 4, 2, 2),
        ),
        ("start", "mentor"): (
            (4, 4, 3, 5, 4, 4, 4, 3, 4, 5, 4),
            (5, 5, 4, 5, 5, 4, 5, 4, 5, 5, 4),
            (3, 4, 3, 4, 2, 3, 4, 3, 4, 2, 3),
            (4, 4, 4, 5, 4, 3, 5, 4, 4, 4, 3),
            (2, 3, 2, 3, 2, 2, 4, 1, 3, 2, 2),
        ),
        ("mid-wave", "mentee"): (
            (5, 5, 4, 5, 4, 4, 4, 4, 5, 4),
            (5, 4, 4, 5, 4, 4, 3, 4, 4, 3),
            (4, 4, 3, 5, 4, 3, 4, 4, 3, 4),
            (3, 4, 2, 4, 3, 2, 4, 4, 3, 3),
            (3, 3, 2, 4, 3, 2, 3, 4, 2, 3),
        ),
        ("mid-wave", "mentor"): (
            (5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4),
            (5, 5, 4, 5, 5, 4, 5, 4, 5, 5, 4),
            (4, 4, 4, 5, 4, 4, 4, 3, 4, 4, 4),
            (4, 4, 4, 5, 4, 4, 5, 4, 4, 4, 4),
            (3, 3, 2, 4, 3, 2, 4, 3, 3, 2, 3),
        ),
        ("end-of-wave", "mentee"): (
            (5, 5, 5, 5, 4, 5, 4, 4, 5, 4),
            (5, 5, 4, 5, 4, 4, 4, 4, 5, 3),
            (5, 4, 4, 5, 4, 4, 4, 4, 4, 4),
            (4, 4, 3, 5, 4, 3, 4, 4, 4, 4),
            (4, 3, 3, 4, 3, 2, 3, 4, 3, 4),
        ),
        ("end-of-wave", "mentor"): (
            (5, 5, 4, 5, 4, 4, 5, 5, 4, 5, 4),
            (5, 5, 4, 5, 5, 4, 5, 5, 5, 5, 4),
            (5, 4, 4, 5, 4, 4, 5, 4, 4, 4, 4),
            (5, 4, 4, 5, 5, 4, 5, 4, 4, 4, 4),
            (4, 4, 3, 4, 3, 3, 4, 4, 3, 4, 4),
        ),
    }.items()
}
