import time

import jwt
import pytest

from contracts.enums import Role
from contracts.errors import ServiceError
from services.gateway.auth import ADMINS, EVERYONE, OPERATORS, Principal, Tokens, admit

SECRET = "a secret of the unit tests, long enough"
OWNER = Principal("u-1", "t-1", Role.OWNER)


def header(token):
    return f"Bearer {token}"


def claims(**changed):
    now = int(time.time())
    whole = {
        "iss": "servicepro",
        "aud": "servicepro-api",
        "sub": "u-1",
        "role": "owner",
        "tid": "t-1",
        "iat": now,
        "exp": now + 60,
    }
    return {name: value for name, value in (whole | changed).items() if value is not None}


def signed(key=SECRET, algorithm="HS256", **changed):
    return header(jwt.encode(claims(**changed), key, algorithm))


@pytest.mark.parametrize("principal", [OWNER, Principal("op", None, Role.OPERATOR)])
def test_an_issued_token_tells_who_it_was_issued_to(principal):
    tokens = Tokens(SECRET)
    assert tokens.principal(header(tokens.issue(principal))) == principal


def test_a_token_lives_for_an_hour():
    tokens = Tokens(SECRET, clock=lambda: 1000.0)
    token = jwt.decode(tokens.issue(OWNER), options={"verify_signature": False})
    assert token["exp"] - token["iat"] == 3600


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic dTpw",
        "Bearer not.a.token",
        "Bearer " + "x" * 5000,
        signed(exp=int(time.time()) - 60),
        signed(iat=int(time.time()) + 600),
        signed(key="another secret of the unit tests, long"),
        signed(key="x" * 64, algorithm="HS512"),
        signed(key="", algorithm="none"),
        signed(iss="someone-else"),
        signed(aud="something-else"),
        signed(exp=None),
        signed(sub=None),
        signed(role="superuser"),
        signed(role=None),
        signed(tid=None),
        signed(role="operator"),
    ],
)
def test_anything_but_a_good_token_is_nobody(authorization):
    with pytest.raises(ServiceError) as refused:
        Tokens(SECRET).principal(authorization)
    assert refused.value.code == "UNAUTHENTICATED"
    assert str(refused.value) == "UNAUTHENTICATED: Please sign in first."


def test_a_good_token_under_any_case_of_bearer_is_somebody():
    assert Tokens(SECRET).principal(signed().replace("Bearer", "bEARER")) == OWNER


@pytest.mark.parametrize(
    ("roles", "admitted"),
    [(ADMINS, {"owner", "admin"}), (OPERATORS, {"operator"}), (EVERYONE, set(Role))],
)
def test_only_the_listed_roles_are_admitted(roles, admitted):
    for role in Role:
        principal = Principal("u", "t", role)
        if role in admitted:
            admit(principal, roles)
        else:
            with pytest.raises(ServiceError, match="FORBIDDEN"):
                admit(principal, roles)
