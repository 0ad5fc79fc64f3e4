"""The phone service, asked over RPC."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.rpc import RpcFailure
from chassis.rpc.client import RemoteService
from contracts.errors import Kind, ServiceError
from services.a2p.ports import NeighbourUnavailable, TwilioRefused


@dataclass(frozen=True)
class RpcPhone:
    phone: RemoteService

    def ensure_messaging_service(self, tenant_id: str, campaign_id: str) -> str:
        try:
            reply = self.phone.ensure_messaging_service(
                tenant_id=tenant_id, campaign_id=campaign_id
            )
        except RpcFailure as failure:
            raise NeighbourUnavailable("phone") from failure
        except ServiceError as error:
            if error.kind is Kind.UPSTREAM:
                raise TwilioRefused("messaging service", code=None, status=None) from error
            raise NeighbourUnavailable("phone") from error
        return str(reply["messaging_service_sid"])
