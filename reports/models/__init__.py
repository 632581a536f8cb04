from .survey import Answer, Response, Survey, SurveyQuestion

__all__ = ["Answer", "Response", "Survey", "SurveyQuestion"]
