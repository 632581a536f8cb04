"""The forms of what a program's people share, as their owners fill them in."""


def filled(stage, Filled):
    resource = {
        "title": "A claim",
        "topic": "Social media",
        "url": "https://example.com",
        "text": "",
        "minutes": 5,
    }
    return [
        Filled("training_module", ("module",), "mentor", {"path": ""}),
        Filled("wave_training", ("wave",), "coordinator"),
        Filled("resource_new", ("program",), "coordinator", resource),
        Filled("resource_edit", ("resource",), "coordinator", resource),
        Filled("resource_removal", ("resource",), "coordinator"),
    ]
