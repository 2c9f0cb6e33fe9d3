from laeringslean.attention.models.read_mark import ReadMark

__all__ = ["ReadMark"]
