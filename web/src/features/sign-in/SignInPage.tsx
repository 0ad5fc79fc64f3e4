import { useEffect } from "react";
import { useSearchParams } from "react-router";
import type { Schemas } from "@/api/client";
import { isSignedOut } from "@/api/errors";
import { Card } from "@/customer/ui/Card";
import { ErrorNotice } from "@/customer/ui/ErrorNotice";
import { Notice } from "@/customer/ui/Notice";
import { Skeleton, Waiting } from "@/customer/ui/Skeleton";
import icon from "@/shared/icon.svg";
import { PageTitle } from "@/shared/PageTitle";
import { useSessionQuery } from "@/shared/session";
import { destination } from "@/shared/signIn";
import { COPY } from "./copy";
import classes from "./SignIn.module.css";
import { SignInForm } from "./SignInForm";

type Props = { leave?: (path: string) => void };

// A whole new page: most roles belong to the other part of the app, and nothing of before stays.
const leaveFor = (path: string): void => window.location.replace(path);

/** For everybody; whoever is signed in already is led on. */
export default function SignInPage({ leave = leaveFor }: Props) {
  const [query] = useSearchParams();
  const next = query.get("next");
  const session = useSessionQuery();
  const role = session.data?.role;
  const lead = (to: Schemas["User"]["role"]) => leave(destination(next, to));
  // biome-ignore lint/correctness/useExhaustiveDependencies: led on once, when the role is known.
  useEffect(() => {
    if (role !== undefined) {
      lead(role);
    }
  }, [role]);

  return (
    <Card className={classes.card ?? ""}>
      <img src={icon} alt="" className={classes.mark} />
      <PageTitle title={COPY.submit}>{COPY.title}</PageTitle>
      <p className="faint">{next === null ? COPY.lead : COPY.goOn}</p>
      {query.has("signed-out") && (
        <Notice tone="good">
          <p>{COPY.signedOut}</p>
        </Notice>
      )}
      {role !== undefined ? (
        <p role="status">{COPY.leading}</p>
      ) : session.isPending ? (
        <Waiting>
          <Skeleton height={70} />
          <Skeleton height={70} />
        </Waiting>
      ) : (
        <>
          {!isSignedOut(session.error) && (
            <ErrorNotice error={session.error} onRetry={() => void session.refetch()} />
          )}
          <SignInForm onSignedIn={lead} />
        </>
      )}
    </Card>
  );
}
