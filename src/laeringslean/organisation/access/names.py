"""What roles and permissions are called by people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import Role

ROLE_NAMES: dict[Role, Promise] = {
    Role.EMPLOYEE: _("Employee"),
    Role.FACILITATOR: _("Facilitator"),
    Role.DEPARTMENT_MANAGER: _("Department manager"),
    Role.UNIT_MANAGER: _("Unit manager"),
    Role.SERVICE_DIRECTOR: _("Service director"),
    Role.CHIEF_EXECUTIVE: _("Chief executive"),
    Role.HR_MANAGER: _("HR manager"),
    Role.LEAN_GUIDE: _("Lean guide"),
    Role.LEAN_COORDINATOR: _("Lean coordinator"),
    Role.UNION_REP: _("Union representative"),
    Role.SAFETY_REP: _("Safety representative"),
    Role.CHIEF_UNION_REP: _("Chief union representative"),
    Role.POLITICIAN: _("Politician"),
    Role.EXTERNAL_CONSULTANT: _("External consultant"),
    Role.ADMINISTRATOR: _("Administrator"),
}

PERMISSION_NAMES: dict[Permission, Promise] = {
    Permission.UNIT_READ: _("See the unit's page"),
    Permission.UNIT_COUNTS_READ: _("See how many work in the unit"),
    Permission.ORGANISATION_MANAGE: _("Manage units, people and roles"),
    Permission.MEMBERSHIP_MANAGE: _("Manage who belongs to the unit"),
    Permission.PERSON_INVITE: _("Invite people"),
    Permission.REPRESENTATIVE_MANAGE: _("Manage the roles of representatives and guides"),
    Permission.IDEA_READ: _("Read ideas"),
    Permission.IDEA_RAISE: _("Raise ideas"),
    Permission.IDEA_COMMENT: _("Comment on ideas"),
    Permission.IDEA_TRY: _("Take on an idea and try it"),
    Permission.IDEA_MOVE: _("Move cards on the board"),
    Permission.IDEA_DECIDE: _("Decide about ideas"),
    Permission.IDEA_MODERATE: _("Remove what does not belong on the board"),
    Permission.IDEA_IMPORT: _("Import lists of ideas"),
    Permission.ESCALATION_ANSWER: _("Answer what is lifted upwards"),
    Permission.BOARD_READ: _("See the board"),
    Permission.BOARD_ARRANGE: _("Arrange the board"),
    Permission.MEETING_RUN: _("Run board meetings"),
    Permission.GOAL_READ: _("See goals"),
    Permission.GOAL_ENTER: _("Enter values for goals"),
    Permission.GOAL_DEFINE: _("Define goals"),
    Permission.BENEFIT_READ: _("See benefits and agreements"),
    Permission.BENEFIT_SUMS_READ: _("See sums of benefits"),
    Permission.BENEFIT_MANAGE: _("Register benefits"),
    Permission.BENEFIT_SIGN_LEADER: _("Sign benefit agreements as leader"),
    Permission.BENEFIT_SIGN_STAFF: _("Sign benefit agreements for the staff"),
    Permission.BENEFIT_SETTINGS: _("Decide how hours become årsverk"),
    Permission.SUMS_READ: _("See sums"),
    Permission.SIGNALS_READ: _("See boards that have come to a standstill"),
}
