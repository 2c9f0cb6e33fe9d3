from laeringslean.measures.models.goal import Goal, GoalKind

__all__ = ["Goal", "GoalKind"]
