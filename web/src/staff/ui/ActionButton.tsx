import { Button, type ButtonProps, Loader } from "@mantine/core";
import type { ComponentProps, MouseEvent } from "react";

type Props = ButtonProps &
  Omit<ComponentProps<"button">, keyof ButtonProps> & {
    isBusy?: boolean;
  };

/**
 * A button that does something on the server. While busy it shows a spinner and cannot be pressed, but
 * is not `disabled`: the focus would fall off it, and a keyboard would have lost its place.
 */
export function ActionButton({ isBusy = false, onClick, ...rest }: Props) {
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (isBusy) {
      event.preventDefault();
      return;
    }
    onClick?.(event);
  }
  return (
    <Button
      {...rest}
      aria-busy={isBusy}
      {...(isBusy
        ? { "aria-disabled": true, "data-disabled": true, leftSection: <Loader size={14} /> }
        : {})}
      onClick={press}
    />
  );
}
