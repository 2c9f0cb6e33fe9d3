from laeringslean.method.models.board_template import BOARD_TEMPLATES, BoardTemplate
from laeringslean.method.models.version import AgendaPoint, BoardSection, MethodVersion, WasteType

__all__ = ["BOARD_TEMPLATES", "AgendaPoint", "BoardSection", "BoardTemplate", "MethodVersion", "WasteType"]
