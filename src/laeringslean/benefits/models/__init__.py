from laeringslean.benefits.models.benefit import (
    Basis,
    Benefit,
    BenefitAgreement,
    BenefitState,
    FteDivisor,
    UseKind,
)

__all__ = ["Basis", "Benefit", "BenefitAgreement", "BenefitState", "FteDivisor", "UseKind"]
