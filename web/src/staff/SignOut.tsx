import { useState } from "react";
import { dropCopies } from "@/shared/localCopies";
import { useUser } from "@/shared/session";
import { isHeldBack, useSignOut } from "@/shared/signOut";
import { ActionButton } from "./ui/ActionButton";
import { ConfirmDialog } from "./ui/ConfirmDialog";
import { ErrorNotice } from "./ui/ErrorNotice";

/** The way out. What is not saved is asked about first: afterwards nobody may save it. */
export function SignOut({ leave }: { leave?: (path: string) => void }) {
  const [isAsking, setIsAsking] = useState(false);
  const user = useUser();
  const signOut = useSignOut(leave, () => dropCopies(user));
  const go = () => {
    setIsAsking(false);
    signOut.mutate();
  };
  return (
    <>
      <ActionButton
        size="xs"
        variant="default"
        isBusy={signOut.isPending}
        onClick={() => (isHeldBack() ? setIsAsking(true) : go())}
      >
        Sign out
      </ActionButton>
      {signOut.error !== null && (
        <ErrorNotice error={signOut.error} title="You’re still signed in" />
      )}
      {isAsking && (
        <ConfirmDialog
          title="Sign out without saving?"
          confirm="Sign out without saving"
          isDangerous
          onConfirm={go}
          onClose={() => setIsAsking(false)}
        >
          What you changed isn’t saved yet.
        </ConfirmDialog>
      )}
    </>
  );
}
