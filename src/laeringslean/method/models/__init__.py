from laeringslean.method.models.version import AgendaPoint, BoardSection, MethodVersion, WasteType

__all__ = ["AgendaPoint", "BoardSection", "MethodVersion", "WasteType"]
