import { PageTitle } from "@/shared/PageTitle";
import { useUser } from "@/shared/session";
import { HOMES } from "@/shared/signIn";
import { Bare } from "../Shell";
import { Button } from "./Button";

export function NotFound() {
  return (
    <div className="stack">
      <PageTitle title="There’s no page here" />
      <p>The address may be mistyped, or the page has moved.</p>
      {/* A whole new page: the start page may belong to the staff's part of the app. */}
      <a href="/">Go to the start page</a>
    </div>
  );
}

/** Somebody of the business has opened a customer's page. */
export function NotForStaff() {
  return (
    <Bare>
      <div className="stack">
        <PageTitle title="This page is for customers" />
        <p>You’re signed in as a member of the team.</p>
        <a href={HOMES[useUser().role]}>Go to your start page</a>
      </div>
    </Bare>
  );
}

export function Unexpected() {
  return (
    <Bare>
      <div className="stack">
        <h1>Something went wrong on this page</h1>
        <p>Nothing you saved is lost. Reload the page to go on.</p>
        <div>
          <Button onClick={() => window.location.reload()}>Reload</Button>
        </div>
      </div>
    </Bare>
  );
}
