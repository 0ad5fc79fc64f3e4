import { expect, test, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { makeQueryClient } from "./queryClient";
import * as signIn from "./signIn";

const SIGNED_OUT = new ApiError(401, { error: "", code: "UNAUTHENTICATED", requestId: "" });

test("a write that finds nobody signed in leads to the sign-in, whatever else it does", async () => {
  const leave = vi.spyOn(signIn, "leaveToSignIn").mockReturnValue();
  const own = vi.fn();
  const client = makeQueryClient();
  const write = client.getMutationCache().build(client, {
    mutationFn: () => Promise.reject(SIGNED_OUT),
    onError: own,
  });
  await write.execute(undefined).catch(() => undefined);
  expect([leave.mock.calls.length, own.mock.calls.length]).toEqual([1, 1]);
});
