"""What people write under an idea."""

from uuid import UUID

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.foundation.tenancy import rows
from laeringslean.improvement.actions import boards, untouched
from laeringslean.improvement.models import Comment, Idea


@action
def comment(*, idea: Idea, body: str, client_key: UUID | None = None, by: UUID | None) -> Comment:
    """Write under an idea. Sent again with the same `client_key` it is the same comment. ValueError when empty."""
    if not body.strip():
        raise ValueError("an empty comment")
    written = Comment(idea=idea, body=body.strip(), client_key=client_key, author_id=by, written_at=clock.now())
    if not rows.insert(written, unless_same=("tenant_id", "client_key")):
        # The same form was sent before, or is under way twice at once.
        return Comment.objects.get(client_key=client_key)
    untouched.touch(idea.pk)
    _record("commented", idea, by, written)
    return written


@action
def remove(*, comment: Comment, by: UUID | None) -> None:
    """Take a comment away for good: its author may, and whoever moderates."""
    idea = comment.idea
    _record("comment-removed", idea, by, comment)
    comment.delete()


def _record(happened: str, idea: Idea, by: UUID | None, comment: Comment) -> None:
    events.record(
        f"improvement.idea.{happened}",
        subject_id=idea.id,
        actor_id=by,
        unit_id=idea.unit_id,
        board_version=boards.touch(idea.unit_id),
        comment=str(comment.id),
    )
