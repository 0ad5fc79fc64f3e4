import { Suspense } from "react";
import { Outlet, Route, Routes } from "react-router";
import { isSignedOut } from "@/api/errors";
import { useLiveUpdates } from "@/shared/live";
import { SessionProvider, useSessionQuery } from "@/shared/session";
import { SIGN_IN } from "@/shared/signIn";
import { CUSTOMER_LIVE_TABLE } from "./liveTable";
import { CUSTOMER_PAGES, SignInPage } from "./pages";
import { Bare, Shell, Unknown } from "./Shell";
import { ErrorNotice } from "./ui/ErrorNotice";
import { NotForStaff, NotFound } from "./ui/NoPage";
import { PageSkeleton } from "./ui/Skeleton";

export function CustomerRoutes() {
  return (
    <Suspense
      fallback={
        <Unknown>
          <PageSkeleton />
        </Unknown>
      }
    >
      <Routes>
        <Route element={<Bare />}>
          <Route path={SIGN_IN} element={<SignInPage />} />
          <Route path="*" element={<NotFound />} />
        </Route>
        <Route element={<SignedIn />}>
          {CUSTOMER_PAGES.map((page) => (
            <Route key={page.path} path={page.path} element={<page.component />} />
          ))}
        </Route>
      </Routes>
    </Suspense>
  );
}

function SignedIn() {
  const session = useSessionQuery();
  if (session.data !== undefined) {
    return (
      <SessionProvider user={session.data}>
        {session.data.role === "customer" ? <LiveShell /> : <NotForStaff />}
      </SessionProvider>
    );
  }
  return (
    <Unknown>
      {session.isPending || isSignedOut(session.error) ? (
        <PageSkeleton />
      ) : (
        <ErrorNotice error={session.error} onRetry={() => void session.refetch()} />
      )}
    </Unknown>
  );
}

function LiveShell() {
  useLiveUpdates(CUSTOMER_LIVE_TABLE);
  return (
    <Shell>
      <Suspense fallback={<PageSkeleton />}>
        <Outlet />
      </Suspense>
    </Shell>
  );
}
