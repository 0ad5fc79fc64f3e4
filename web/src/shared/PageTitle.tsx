import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";

type Props = { title: string; className?: string; children?: ReactNode };

/** A page's heading; takes the focus after a navigation within the app, so that it is never lost. */
export function PageTitle({ title, className, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  // As it was when the page came: a later change of its query or hash is no navigation to it.
  const { key } = useLocation();
  const [isFirstPage] = useState(key === "default");
  useEffect(() => {
    document.title = `${title} · ServicePro`;
    if (!isFirstPage) {
      heading.current?.focus();
    }
  }, [title, isFirstPage]);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children ?? title}
    </h1>
  );
}
