"""Calls between services over the broker, with a deadline on each and contracts on both sides."""

from chassis.rpc.client import PendingReply, RpcClient, RpcFailure, ServiceRpc
from chassis.rpc.server import Rpc, rpc

__all__ = ["PendingReply", "Rpc", "RpcClient", "RpcFailure", "ServiceRpc", "rpc"]
