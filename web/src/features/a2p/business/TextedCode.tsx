import { useId } from "react";
import { api, type Schemas, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import { ActionButton } from "@/staff/ui/ActionButton";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Text } from "@/staff/ui/layout";
import { confirmed } from "@/staff/ui/toast";
import { timeLeft } from "../campaign/SuspensionNotice";
import { REFRESHED_BY_WRITES } from "../queries";
import { useNow } from "../useNow";
import { BUSINESS_COPY } from "./copy";

type Props = {
  code: Schemas["BrandOtp"];
  /** When the server said how many seconds are left; its clock need not be this one. */
  toldAt: number;
};

/** The code of a sole proprietor: how long it can be answered, and another one. */
export function TextedCode({ code, toldAt }: Props) {
  const now = useNow(1_000);
  const passed = Math.floor(Math.max(0, now - toldAt) / 1000);
  const secondsLeft = code.secondsLeft - passed;
  const wait = Math.max(0, code.secondsUntilResend - passed);
  const reason = useId();
  const resend = useWrite(
    (_sentAt: string, header) =>
      unwrap(api.POST("/api/admin/a2p/brand/otp", { params: { header } })),
    { refreshes: REFRESHED_BY_WRITES, onSuccess: () => confirmed(BUSINESS_COPY.resent) },
  );
  return (
    <div>
      <Text size="sm" mb="xs">
        {code.isExpired || secondsLeft <= 0
          ? BUSINESS_COPY.otpExpired
          : BUSINESS_COPY.otpValid(timeLeft(secondsLeft * 1000))}
      </Text>
      <ActionButton
        variant="default"
        isOff={wait > 0}
        isBusy={resend.isPending}
        aria-describedby={reason}
        onClick={() => resend.mutate(code.sentAt)}
      >
        {BUSINESS_COPY.resend}
      </ActionButton>
      <Text id={reason} size="sm" c="dimmed" mt="xs">
        {wait > 0 && BUSINESS_COPY.resendIn(clock(wait))}
      </Text>
      {resend.error !== null && <ErrorNotice error={resend.error} />}
    </div>
  );
}

/** `0:42`. */
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
