import { Button, type ButtonProps, Loader } from "@mantine/core";
import type { ComponentProps, MouseEvent } from "react";

type Props = ButtonProps &
  Omit<ComponentProps<"button">, keyof ButtonProps> & {
    isBusy?: boolean;
    /** There is nothing for it to do at the moment. */
    isOff?: boolean;
  };

/**
 * A button that does something on the server. While busy it shows a spinner and cannot be pressed, but
 * is not `disabled`: the focus would fall off it, and a keyboard would have lost its place.
 */
export function ActionButton({ isBusy = false, isOff = false, onClick, ...rest }: Props) {
  const isClosed = isBusy || isOff;
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (isClosed) {
      event.preventDefault();
      return;
    }
    onClick?.(event);
  }
  return (
    <Button
      {...rest}
      aria-busy={isBusy}
      {...(isClosed ? { "aria-disabled": true, "data-disabled": true } : {})}
      {...(isBusy ? { leftSection: <Loader size={14} /> } : {})}
      onClick={press}
    />
  );
}
