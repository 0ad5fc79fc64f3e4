import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ConfirmDialog as CustomersDialog } from "@/customer/ui/ConfirmDialog";
import { renderStaff } from "@/test/render";
import { ConfirmDialog as StaffsDialog } from "./ConfirmDialog";

const DIALOGS = [
  ["a staff’s", StaffsDialog],
  ["a customer’s", CustomersDialog],
] as const;

test.each(DIALOGS)("%s dialog stays while what it asked about is under way", async (_, Dialog) => {
  const onClose = vi.fn();
  const { user } = renderStaff(
    <Dialog
      title="Sure?"
      confirm="Do it"
      dismiss="Keep it"
      isBusy
      onConfirm={vi.fn()}
      onClose={onClose}
    >
      It costs.
    </Dialog>,
  );
  const dialog = screen.getByRole("dialog", { name: "Sure?" });
  await user.click(screen.getByRole("button", { name: "Keep it" }));
  expect(fireEvent.keyDown(dialog, { key: "Escape" })).toBe(false);
  expect(fireEvent(dialog, new Event("cancel", { cancelable: true }))).toBe(false);
  expect(onClose).not.toHaveBeenCalled();
});

test.each(DIALOGS)("%s dialog can be left until then", async (_, Dialog) => {
  const onClose = vi.fn();
  const { user } = renderStaff(
    <Dialog title="Sure?" confirm="Do it" dismiss="Keep it" onConfirm={vi.fn()} onClose={onClose}>
      It costs.
    </Dialog>,
  );
  const dialog = screen.getByRole("dialog", { name: "Sure?" });
  expect(fireEvent.keyDown(dialog, { key: "Escape" })).toBe(true);
  await user.click(screen.getByRole("button", { name: "Keep it" }));
  expect(onClose).toHaveBeenCalledTimes(1);
});
