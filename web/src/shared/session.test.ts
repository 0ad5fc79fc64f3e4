import { afterEach, expect, test } from "vitest";
import { CUSTOMER, OWNER } from "@/test/render";
import { answers } from "@/test/server";
import { makeQueryClient } from "./queryClient";
import { sessionQuery } from "./session";

const told = (user: object): Response => Response.json({ user, csrfToken: "token" });

afterEach(() => {
  window.askedEarly = undefined;
});

test("what the page asked before its code was there is the answer, once", async () => {
  answers("/api/auth/me", { user: CUSTOMER, csrfToken: "token" });
  window.askedEarly = Promise.resolve(told(OWNER));
  const client = makeQueryClient();
  expect(await client.fetchQuery(sessionQuery)).toEqual(OWNER);
  await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  expect(await client.fetchQuery(sessionQuery)).toEqual(CUSTOMER);
});

test("a refusal that came early is a refusal", async () => {
  const refused = { error: "Sign in.", code: "UNAUTHENTICATED", requestId: "r" };
  window.askedEarly = Promise.resolve(Response.json(refused, { status: 401 }));
  const asked = makeQueryClient({ retries: 0 }).fetchQuery(sessionQuery);
  await expect(asked).rejects.toMatchObject({ status: 401 });
});

test("where it could not be asked early, it is asked now", async () => {
  answers("/api/auth/me", { user: OWNER, csrfToken: "token" });
  window.askedEarly = Promise.resolve(undefined);
  expect(await makeQueryClient().fetchQuery(sessionQuery)).toEqual(OWNER);
});
