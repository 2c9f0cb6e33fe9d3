from tests.architecture.access_matrix import Verdict

VERDICTS = {
    "attention:news": Verdict(signed_in=True),
    "attention:read": Verdict(signed_in=True, method="post", data=lambda scene: {"up_to": 1}),
    "attention:unread": Verdict(signed_in=True),
}
