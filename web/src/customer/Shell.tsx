import type { ReactNode } from "react";
import { NavLink, Outlet } from "react-router";
import icon from "@/shared/icon.svg";
import { SkipLink } from "@/shared/SkipLink";
import { useUser } from "@/shared/session";
import { useSignOut } from "@/shared/signOut";
import { OFFLINE_LINK, useOfflineLinks } from "@/shared/useOfflineLinks";
import { CUSTOMER_PAGES } from "./pages";
import classes from "./Shell.module.css";
import { Button } from "./ui/Button";
import { ErrorNotice } from "./ui/ErrorNotice";

type Props = { leave?: (path: string) => void; children: ReactNode };

/** For whoever is signed in as a customer: the business's name, the pages, the way out. */
export function Shell({ leave, children }: Props) {
  const user = useUser();
  const signOut = useSignOut(leave);
  const offline = useOfflineLinks(CUSTOMER_PAGES);
  return (
    <div onClickCapture={offline.onClickCapture}>
      <SkipLink />
      <header className={classes.header}>
        <p className={classes.brand}>
          <img src={icon} alt="" />
          {user.tenantName}
        </p>
        <nav aria-label="Main" className={classes.nav}>
          {CUSTOMER_PAGES.map((page) => (
            <NavLink key={page.path} to={page.path} className={classes.link ?? ""}>
              {page.label}
            </NavLink>
          ))}
        </nav>
        <Button kind="quiet" isBusy={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out
        </Button>
      </header>
      <main id="content" tabIndex={-1} className={classes.main}>
        {signOut.isError && <ErrorNotice error={signOut.error} title="You’re still signed in" />}
        {offline.isKept && <p role="alert">{OFFLINE_LINK}</p>}
        {children}
      </main>
    </div>
  );
}

/** Until it is known who is there, and for what went wrong before that. */
export function Unknown({ children }: { children: ReactNode }) {
  return (
    <main id="content" className={classes.main}>
      <h1 className="hidden">ServicePro</h1>
      {children}
    </main>
  );
}

/** For everybody else: only the page. */
export function Bare({ children = <Outlet /> }: { children?: ReactNode }) {
  return (
    <main id="content" className={classes.bare}>
      {children}
    </main>
  );
}
