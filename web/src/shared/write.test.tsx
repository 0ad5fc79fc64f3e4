import { useQuery } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { api, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import { renderStaff } from "@/test/render";
import { held, records, refusal } from "@/test/server";

const PATH = "/api/admin/phone/test-message";

function Sender() {
  const [to, setTo] = useState("+15125550101");
  const send = useWrite(
    (number: string, header) =>
      unwrap(api.POST(PATH, { params: { header }, body: { to: number } })),
    { refreshes: [] },
  );
  return (
    <>
      <button type="button" onClick={() => send.mutate(to)}>
        Send
      </button>
      <button type="button" onClick={() => setTo("+15125550102")}>
        Change
      </button>
      <p>{send.error?.message}</p>
    </>
  );
}

function Refreshing({ fetch }: { fetch: () => Promise<number> }) {
  useQuery({ queryKey: ["phone"], queryFn: fetch });
  const send = useWrite(
    (_: undefined, header) => unwrap(api.POST(PATH, { params: { header }, body: { to: "" } })),
    { refreshes: [["phone"]] },
  );
  return (
    <>
      <button type="button" onClick={() => send.mutate(undefined)}>
        Send
      </button>
      <p>{send.status}</p>
    </>
  );
}

const keys = (asked: { headers: Headers }[]) =>
  asked.map(({ headers }) => headers.get("Idempotency-Key"));

test("trying the same again after a failure is the same intent", async () => {
  const asked = records("post", PATH, () => refusal(503, "SERVICE_UNAVAILABLE", "Down."));
  const { user } = renderStaff(<Sender />);
  await user.click(screen.getByText("Send"));
  await screen.findByText(/Nothing is lost/);
  await user.click(screen.getByText("Send"));
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(keys(asked)[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys(asked)[0]).toBe(keys(asked)[1]);
});

test("the same after a success, or something else, is a new intent", async () => {
  const asked = records("post", PATH, { id: "1" }, 201);
  const { user } = renderStaff(<Sender />);
  await user.click(screen.getByText("Send"));
  await waitFor(() => expect(asked).toHaveLength(1));
  await user.click(screen.getByText("Send"));
  await waitFor(() => expect(asked).toHaveLength(2));
  await user.click(screen.getByText("Change"));
  await user.click(screen.getByText("Send"));
  await waitFor(() => expect(asked).toHaveLength(3));
  expect(new Set(keys(asked)).size).toBe(3);
});

test("what went wrong is told at once, a success once what it changed is there again", async () => {
  const { arrived, release } = held();
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    if (asked > 1) {
      await arrived;
    }
    return asked;
  };
  const { user } = renderStaff(<Refreshing fetch={fetch} />);
  await waitFor(() => expect(asked).toBe(1));
  records("post", PATH, () => refusal(409, "CONFLICT", "No."));
  await user.click(screen.getByText("Send"));
  expect(await screen.findByText("error")).toBeVisible();
  records("post", PATH, { id: "1" }, 201);
  await user.click(screen.getByText("Send"));
  await waitFor(() => expect(asked).toBe(3));
  expect(screen.getByText("pending")).toBeVisible();
  release();
  expect(await screen.findByText("success")).toBeVisible();
});

test("a double click is one write", async () => {
  const asked = records("post", PATH, { id: "1" }, 201);
  const { user } = renderStaff(<Sender />);
  await user.dblClick(screen.getByText("Send"));
  await user.click(screen.getByText("Change"));
  expect(asked).toHaveLength(1);
});
