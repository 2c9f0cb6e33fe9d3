"""Everything that somebody may be allowed to do or see, one name each."""

from enum import StrEnum


class Permission(StrEnum):
    """A thing that a role may do, in the units of the role's scope."""

    # The organisation
    UNIT_READ = "unit.read"
    UNIT_COUNTS_READ = "unit.counts.read"
    ORGANISATION_MANAGE = "organisation.manage"
    MEMBERSHIP_MANAGE = "membership.manage"
    PERSON_INVITE = "person.invite"
    REPRESENTATIVE_MANAGE = "representative.manage"

    # Ideas, board, meetings
    IDEA_READ = "idea.read"
    IDEA_RAISE = "idea.raise"
    IDEA_COMMENT = "idea.comment"
    IDEA_TRY = "idea.try"
    IDEA_MOVE = "idea.move"
    IDEA_DECIDE = "idea.decide"
    IDEA_MODERATE = "idea.moderate"
    IDEA_IMPORT = "idea.import"
    ESCALATION_ANSWER = "escalation.answer"
    BOARD_READ = "board.read"
    BOARD_ARRANGE = "board.arrange"
    MEETING_RUN = "meeting.run"

    # Measures
    GOAL_READ = "goal.read"
    GOAL_ENTER = "goal.enter"
    GOAL_DEFINE = "goal.define"

    # Benefits
    BENEFIT_READ = "benefit.read"
    BENEFIT_SUMS_READ = "benefit.sums.read"
    BENEFIT_MANAGE = "benefit.manage"
    BENEFIT_SIGN_LEADER = "benefit.sign.leader"
    BENEFIT_SIGN_STAFF = "benefit.sign.staff"
    BENEFIT_SETTINGS = "benefit.settings"

    # Sums and signals
    SUMS_READ = "sums.read"
    SIGNALS_READ = "signals.read"
