import pytest

from contracts.errors import Code, Kind, ServiceError, conflict, invalid, not_found, unavailable
from services.gateway.http.errors import flattened, problem_of
from services.gateway.naming import camel, camel_path

MAPPED = [
    (Kind.INVALID, "INVALID_REQUEST", 400),
    (Kind.NOT_FOUND, "NOT_FOUND", 404),
    (Kind.CONFLICT, "CAMPAIGN_NOT_READY", 409),
    (Kind.FORBIDDEN, "FORBIDDEN", 403),
    (Kind.FORBIDDEN, "INVALID_CREDENTIALS", 401),
    (Kind.INVALID, "INVALID_CREDENTIALS", 401),
    (Kind.FORBIDDEN, "UNAUTHENTICATED", 401),
    (Kind.RATE_LIMITED, "TOO_MANY_ATTEMPTS", 429),
    (Kind.UNAVAILABLE, "SERVICE_UNAVAILABLE", 503),
    (Kind.UPSTREAM, "A2P_TWILIO_ERROR", 502),
    (Kind.UPSTREAM, "PHONE_TWILIO_ERROR", 502),
    (Kind.UNAVAILABLE, "PHONE_TWILIO_ERROR", 502),
    (Kind.CONFLICT, "A_CODE_OF_THE_FUTURE", 409),
]


@pytest.mark.parametrize(("kind", "code", "status"), MAPPED)
def test_a_kind_becomes_its_status_and_the_code_stays(kind, code, status):
    problem = problem_of(ServiceError(kind, code, "A sentence."))
    body = problem.response("r-1").get_json()
    assert problem.status == status
    assert body == {"error": "A sentence.", "code": code, "requestId": "r-1"}


def test_every_kind_has_a_status():
    assert {kind for kind, _, _ in MAPPED} == set(Kind)


def test_who_may_try_again_is_told_when():
    limited = ServiceError(Kind.RATE_LIMITED, "X", "Slow down.", {"retry_after_seconds": "17"})
    assert problem_of(limited).headers == {"Retry-After": "17"}
    odd = ServiceError(
        Kind.RATE_LIMITED, "X", "Slow down.", {"retry_after_seconds": "soon\r\nX: 1"}
    )
    assert problem_of(odd).headers == {"Retry-After": "60"}
    assert problem_of(unavailable("a2p")).headers == {"Retry-After": "5"}


def test_nobody_is_told_how_to_sign_in():
    refused = ServiceError(Kind.FORBIDDEN, Code.UNAUTHENTICATED, "Sign in.")
    assert problem_of(refused).headers == {"WWW-Authenticate": "Bearer"}


def test_details_stay_inside():
    problem = problem_of(conflict(Code.CAMPAIGN_BUSY, "Busy.", {"sid": "QE123"}))
    assert "QE123" not in problem.response("r").get_data(as_text=True)


def test_fields_of_a_service_are_named_as_callers_know_them():
    error = invalid("Wrong.", {"address": {"postal_code": ["Too long."]}, "use_case": ["Unknown."]})
    assert problem_of(error).fields == {
        "address.postalCode": ["Too long."],
        "useCase": ["Unknown."],
    }


def test_list_items_are_named_by_their_place():
    messages = {"sampleMessages": {1: ["Too long."]}, "_schema": ["Odd."]}
    assert flattened(messages) == {"sampleMessages.1": ["Too long."], "body": ["Odd."]}


def test_no_more_fields_are_listed_than_anybody_reads():
    error = invalid("Wrong.", {f"field_{number}": ["Unknown field."] for number in range(200)})
    assert len(problem_of(error).fields) == 50


def test_other_errors_are_not_explained():
    assert problem_of(KeyError("secret")) is None
    assert problem_of(not_found("campaign")).status == 404


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ("use_case", "useCase"),
        ("street2", "street2"),
        ("registration_number_last4", "registrationNumberLast4"),
        ("a2p_status", "a2pStatus"),
        ("useCase", "useCase"),
        ("_schema", "_schema"),
    ],
)
def test_names_are_the_same_words_outside(inside, outside):
    assert camel(inside) == outside
    assert camel_path(f"one.{inside}") == f"one.{outside}"
