"""Who is who, and for which business."""

from typing import Any

from chassis.background import background
from chassis.rpc import rpc
from chassis.service import Service
from services.tenants.dependencies import TenantsUseCases


class TenantsService(Service):
    name = "tenants"
    use_cases = TenantsUseCases()

    @rpc
    def authenticate(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.authenticate(**request)

    @rpc
    def open_session(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.open_session(**request)

    @rpc
    def renew_session(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.renew_session(**request)

    @rpc
    def confirm_access(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.confirm_access(**request)

    @rpc
    def end_session(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.end_session(request["session_id"])

    @rpc
    def end_all_sessions(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.end_all_sessions(request["user_id"])

    @rpc
    def get_user(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.get_user(request["user_id"])

    @rpc
    def get_tenant(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.get_tenant(request["tenant_id"])

    @rpc
    def list_tenants(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.list_tenants(**request)

    @rpc
    def create_tenant(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.create_tenant(request)

    @rpc
    def register_customer(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.register_customer(request)

    @rpc
    def update_customer(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.update_customer(request)

    @rpc
    def list_customers(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.use_cases.list_customers(**request)

    @background(interval=60.0)
    def prune_sign_in_attempts(self) -> bool:
        return self.use_cases.prune_sign_in_attempts()

    @background(interval=3600.0)
    def renew_outdated_digests(self) -> bool:
        return self.use_cases.renew_outdated_digests()

    @background(interval=600.0)
    def prune_sessions(self) -> bool:
        return self.use_cases.prune_sessions()
