import { Suspense, useEffect } from "react";
import { Navigate, Outlet, Route, Routes, useLocation } from "react-router";
import { isSignedOut } from "@/api/errors";
import { useLiveUpdates } from "@/shared/live";
import { SessionProvider, useSessionQuery, useUser } from "@/shared/session";
import { HOMES } from "@/shared/signIn";
import { STAFF_LIVE_TABLE } from "./liveTable";
import { PAGES, type Page } from "./pages";
import { Shell } from "./Shell";
import { PageBoundary } from "./ui/ErrorBoundary";
import { NotAllowed, NotFound, Unreachable } from "./ui/NoPage";
import { PageSkeleton } from "./ui/PageSkeleton";

export function StaffRoutes() {
  return (
    <Routes>
      <Route element={<SignedIn />}>
        <Route index element={<Home />} />
        {PAGES.map((page) => (
          <Route key={page.path} path={page.path} element={<Guarded page={page} />} />
        ))}
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}

/** The shell, once it is known who is here; whoever is not signed in is led to the sign-in page. */
function SignedIn() {
  const session = useSessionQuery();
  if (session.data !== undefined) {
    return (
      <SessionProvider user={session.data}>
        <LiveShell />
      </SessionProvider>
    );
  }
  if (session.isPending || isSignedOut(session.error)) {
    return (
      <main id="content">
        <PageSkeleton />
      </main>
    );
  }
  return <Unreachable error={session.error} onRetry={() => void session.refetch()} />;
}

function LiveShell() {
  useLiveUpdates(STAFF_LIVE_TABLE);
  return (
    <Shell>
      <PageBoundary place={useLocation().key}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </PageBoundary>
    </Shell>
  );
}

/** A customer's start page belongs to the other entry: that takes a whole new page. */
function Home() {
  const { role } = useUser();
  const home = HOMES[role];
  const isElsewhere = !PAGES.some((page) => page.path === home);
  useEffect(() => {
    if (isElsewhere) {
      window.location.replace(home);
    }
  }, [home, isElsewhere]);
  return isElsewhere ? <PageSkeleton /> : <Navigate to={home} replace />;
}

function Guarded({ page }: { page: Page }) {
  const Shown = page.component();
  return page.roles.includes(useUser().role) ? <Shown /> : <NotAllowed />;
}
