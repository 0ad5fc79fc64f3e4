import time

import jwt
import pytest

from chassis.keys import Keys
from contracts.enums import Role
from contracts.errors import ServiceError
from services.gateway.auth import ADMINS, EVERYONE, OPERATORS, PURPOSE, Principal, Tokens, admit

SECRET = "a secret of the unit tests, long enough"
KEYS = Keys(SECRET)
KEY = KEYS.for_purpose(PURPOSE).current
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


def signed(key=KEY.secret, algorithm="HS256", key_id=KEY.id, **changed):
    named = None if key_id is None else {"kid": key_id}
    return header(jwt.encode(claims(**changed), key, algorithm, headers=named))


@pytest.mark.parametrize("principal", [OWNER, Principal("op", None, Role.OPERATOR)])
def test_an_issued_token_tells_who_it_was_issued_to(principal):
    tokens = Tokens(KEYS)
    assert tokens.principal(header(tokens.issue(principal))) == principal


def test_a_token_lives_for_an_hour():
    tokens = Tokens(KEYS, clock=lambda: 1000.0)
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
        signed(key="another secret of the unit tests, long", key_id=None),
        signed(key=KEY.secret, key_id=None),
        signed(key_id="another"),
        signed(key=SECRET),
        signed(key=KEYS.for_purpose("gateway/session-cookie").current.secret),
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
        Tokens(KEYS).principal(authorization)
    assert refused.value.code == "UNAUTHENTICATED"
    assert str(refused.value) == "UNAUTHENTICATED: Please sign in first."


def test_a_good_token_under_any_case_of_bearer_is_somebody():
    assert Tokens(KEYS).principal(signed().replace("Bearer", "bEARER")) == OWNER


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


def test_a_token_of_the_key_before_is_good_while_that_key_is_accepted():
    old = header(Tokens(KEYS).issue(OWNER))
    rotated = Keys("the key that took its place, long enough", [SECRET])
    assert Tokens(rotated).principal(old) == OWNER
    with pytest.raises(ServiceError, match="UNAUTHENTICATED"):
        Tokens(Keys("the key that took its place, long enough")).principal(old)


def test_new_tokens_are_signed_by_the_new_key():
    rotated = Keys("the key that took its place, long enough", [SECRET])
    with pytest.raises(ServiceError, match="UNAUTHENTICATED"):
        Tokens(KEYS).principal(header(Tokens(rotated).issue(OWNER)))


def test_a_token_of_a_release_before_key_ids_is_good():
    assert Tokens(KEYS).principal(signed(key=SECRET, key_id=None)) == OWNER
