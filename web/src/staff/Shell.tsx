import { useMantineColorScheme } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { Link, useLocation } from "react-router";
import { SkipLink } from "@/shared/SkipLink";
import { useUser } from "@/shared/session";
import { OFFLINE_LINK, useOfflineLinks } from "@/shared/useOfflineLinks";
import { NAVIGATION } from "./nav";
import { PAGES } from "./pages";
import classes from "./Shell.module.css";
import { SignOut } from "./SignOut";

/**
 * What surrounds every staff page. On a small screen the navigation folds away. Of plain elements: it
 * stands before every page, and a phone draws Mantine's in a multiple of the time.
 */
export function Shell({ children }: { children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const { pathname } = useLocation();
  const offline = useOfflineLinks(PAGES);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the menu
  useEffect(() => setIsOpen(false), [pathname]);
  return (
    <div className={classes.shell} onClickCapture={offline.onClickCapture}>
      <SkipLink />
      <header className={classes.header}>
        <button
          type="button"
          className={classes.burger}
          onClick={() => setIsOpen(!isOpen)}
          aria-label={isOpen ? "Close the menu" : "Open the menu"}
          aria-expanded={isOpen}
          aria-controls="sidebar"
        >
          <span className={classes.lines} />
        </button>
        <Link to="/" className={classes.brand}>
          ServicePro
        </Link>
        <p className={classes.tenant}>{useUser().tenantName ?? "Platform"}</p>
      </header>
      <div id="sidebar" className={classes.sidebar} data-open={isOpen}>
        <Navigation pathname={pathname} />
        <Account />
      </div>
      <main id="content" tabIndex={-1} className={classes.main}>
        {offline.isKept && (
          <p role="alert" className={classes.offline}>
            {OFFLINE_LINK}
          </p>
        )}
        {children}
      </main>
    </div>
  );
}

function Navigation({ pathname }: { pathname: string }) {
  const { role } = useUser();
  const mayOpen = (to: string) =>
    PAGES.some((page) => page.path === to && page.roles.includes(role));
  const groups = NAVIGATION.map((group) => ({
    ...group,
    links: group.links.filter((link) => mayOpen(link.to)),
  })).filter((group) => group.links.length > 0);
  return (
    <nav aria-label="Main">
      {groups.map((group) => (
        <div key={group.label} className={classes.group}>
          <p className={classes.label}>{group.label}</p>
          {group.links.map((link) => (
            <Link
              key={link.to}
              to={link.to}
              className={classes.link}
              aria-current={pathname === link.to ? "page" : undefined}
            >
              {link.label}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}

function Account() {
  const user = useUser();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <section aria-label="Your account" className={classes.account}>
      <p className={classes.name}>{user.name}</p>
      <select
        aria-label="Colors"
        className={classes.colors}
        value={colorScheme}
        onChange={(event) => setColorScheme(event.currentTarget.value as typeof colorScheme)}
      >
        <option value="auto">As the system</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
      <SignOut />
    </section>
  );
}
