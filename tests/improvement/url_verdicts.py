"""Who may open the URLs of the room."""

from tests.improvement.idea_verdicts import IDEA_VERDICTS
from tests.improvement.meeting_verdicts import MEETING_VERDICTS

VERDICTS = {**IDEA_VERDICTS, **MEETING_VERDICTS}
